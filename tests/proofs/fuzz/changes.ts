// Changes parts of a request: drops, replaces or renames them, or sends them as JSON text or in a list.
import fc from 'fast-check';
import type { PayloadFields } from './payloads.ts';
import { blanks, texts } from './texts.ts';

/** Values that do not belong where they are put. */
export const strays: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[
      [null, '', ' ', 0, -0, 1e21, true, false, [], {}, [null], [[]], { a: 1 }, 'workflow', 'task'],
      ['note', '{}', '[]', { action_type: 'task' }, { payload: {} }, ['a', 'a'], ['a', 'b'], [''], [' ']],
      [
        ['a', '\u2800'],
        [1, 1],
        ['__proto__', '__proto__'],
        ['constructor', 'constructor'],
      ],
    ].flat(),
  ),
  texts,
  blanks,
  fc.jsonValue({ maxDepth: 3 }),
);

/** Of the names some are known to one action and unknown to another. */
const names = fc.constantFrom(
  ...[
    ['titel', 'x', '', 'a/b~c', 'constructor', 'toString', '0', 'action_type', 'hasOwnProperty'],
    ['due', 'tags', 'timezone', 'query', 'dry_run'],
  ].flat(),
);

export type FieldChange = {
  readonly at: number;
  readonly how: 'drop' | 'set' | 'add' | 'rename' | 'write as text' | 'put in a list';
  readonly name: string;
  readonly value: unknown;
};

export const changes: fc.Arbitrary<FieldChange[]> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<FieldChange[]>([]) },
  {
    weight: 2,
    arbitrary: fc.array(
      fc.record({
        at: fc.nat(40),
        how: fc.constantFrom<FieldChange['how']>(
          ...(['drop', 'set', 'add', 'rename', 'write as text', 'put in a list'] as const),
        ),
        name: names,
        value: strays,
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
);

/** A copy of the request with these changes, each at one place in its objects and lists. */
export function change(request: PayloadFields, all: readonly FieldChange[]): unknown {
  const copy = structuredClone(request);
  for (const { at, how, name, value: stray } of all) {
    const value = structuredClone(stray);
    const places = placesOf(copy);
    const place = places[at % Math.max(1, places.length)];
    if (place === undefined) continue;
    const { owner, key } = place;
    const old = owner[key];
    if (how === 'add') owner[name] = value;
    else if (how === 'set') owner[key] = value;
    else if (how === 'write as text') owner[key] = JSON.stringify(old);
    else if (how === 'put in a list') owner[key] = [old];
    else {
      Reflect.deleteProperty(owner, key);
      if (how === 'rename') owner[name] = old;
    }
  }
  return copy;
}

function placesOf(value: unknown): { owner: PayloadFields; key: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as PayloadFields;
  return Object.keys(owner).flatMap((key) => [{ owner, key }, ...placesOf(owner[key])]);
}
