// How much of a request is validated: all of a normal one, and of a very large one enough to refuse it.
import { expect, test } from '@jest/globals';
import { limitMembers } from '../../../lib/validation/limit-members.ts';
import { meetingRequest, taskRequest } from '../../support/requests.ts';
import { checkRequest } from '../../support/check-request.ts';

const numbered = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, index]));
const list = (count: number) => Array.from({ length: count }, (_, index) => index);

test('up to a hundred members all are kept', () => {
  const value = { list: list(100), object: numbered(100), text: 'x'.repeat(1_000), nothing: null };
  expect(limitMembers(value, [])).toEqual(value);
  expect(limitMembers(numbered(100), [])).toEqual(numbered(100));
});

test('an object, and the objects and lists in it, are limited to their first hundred members', () => {
  expect(limitMembers({ list: list(101), object: numbered(101) }, [])).toEqual({
    list: list(100),
    object: numbered(100),
  });
  expect(limitMembers(numbered(101), [])).toEqual(numbered(100));
});

test('a known field is kept, wherever it stands', () => {
  expect(limitMembers({ ...numbered(150), known: 1 }, ['known'])).toEqual({ ...numbered(100), known: 1 });
  expect(limitMembers({ object: { ...numbered(150), known: 1 } }, ['known'])).toEqual({
    object: { ...numbered(100), known: 1 },
  });
});

test('a limited request is refused with the same details as the whole one', () => {
  const refusalOf = ({ json }: { readonly json: unknown }) => {
    const checked = checkRequest(json);
    return checked.kind === 'refused' ? checked.failure.details : undefined;
  };
  expect(refusalOf(meetingRequest({ payload: { participants: list(30_000).map(String) } }))).toEqual([
    { path: '/data/payload/participants', message: 'must have at most 50 entries' },
  ]);
  const unknown = list(20).map((index) => ({
    path: `/data/payload/n${index}`,
    message: 'is not a known field; remove it',
  }));
  expect(refusalOf(taskRequest({ payload: numbered(6_000) }))).toEqual(unknown);
  expect(refusalOf({ json: withPayload({ ...numbered(150), action_type: 'task', title: 'x' }) })).toEqual(
    unknown,
  );
  const atRoot = unknown.map(({ path, message }) => ({ path: path.replace('/data/payload', ''), message }));
  expect(refusalOf({ json: { ...numbered(150), ...taskRequest().json, dry_run: 1 } })).toEqual(atRoot);
  const data = { ...numbered(150), workflow_type: 'workflow', payload: {} };
  expect(refusalOf({ json: { ...taskRequest().json, data } })).toEqual(
    unknown.map(({ path, message }) => ({ path: path.replace('/payload', ''), message })),
  );
});

const withPayload = (payload: object) => ({
  ...taskRequest().json,
  data: { workflow_type: 'workflow', payload },
});
