// Every member of a parsed JSON value is visited once, with its name, at any depth.
import { expect, test } from '@jest/globals';
import { visitMembers } from '../../../lib/http/visit-members.ts';

function visited(value: unknown): string[] {
  const seen: string[] = [];
  visitMembers(value, (name, inner) => seen.push(`${name}=${JSON.stringify(inner)}`));
  return seen.toSorted();
}

test.each([
  ['text', ['="text"']],
  [null, ['=null']],
  [
    [1, [2]],
    ['=1', '=2', '=[1,[2]]', '=[2]'],
  ],
  [
    { a: { b: null }, c: ['d'] },
    ['="d"', '={"a":{"b":null},"c":["d"]}', 'a={"b":null}', 'b=null', 'c=["d"]'],
  ],
])('each member of %j is visited once, with its name', (value, members) => {
  expect(visited(value)).toEqual(members);
});

test('a value nested 30,000 deep is visited', () => {
  const depth = 30_000;
  let count = 0;
  visitMembers(JSON.parse('['.repeat(depth) + ']'.repeat(depth)), () => (count += 1));
  expect(count).toBe(depth);
});
