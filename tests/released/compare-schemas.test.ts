// Every keyword of the schemas is compared in the right direction, and one that the comparison does not know may not change.
import { expect, test } from '@jest/globals';
import { compareSchemas } from '../../scripts/released/compare-schemas.ts';

const text = { type: 'string' };
const list = { type: 'array' };
const number = { type: 'integer' };
const open = { type: 'object', properties: { a: text, b: text } };

/** What the wider schema takes beside what the narrower one takes, by the keyword that makes the difference. */
const pairs: readonly (readonly [keyword: string, narrow: object, wide: object])[] = [
  ['type', text, { type: ['string', 'null'] }],
  ['type', text, {}],
  ['const', { const: 'a' }, {}],
  ['const', { const: 'a' }, { enum: ['a', 'b'] }],
  ['enum', { enum: ['a'] }, { enum: ['a', 'b'] }],
  ['enum', { ...text, enum: ['a'] }, text],
  ['pattern', { ...text, pattern: '^a$' }, text],
  ['minLength', { ...text, minLength: 2 }, { ...text, minLength: 1 }],
  ['minLength', { ...text, minLength: 2 }, text],
  ['maxLength', { ...text, maxLength: 2 }, { ...text, maxLength: 3 }],
  ['maxLength', { ...text, maxLength: 2 }, text],
  ['minimum', { ...number, minimum: 2 }, { ...number, minimum: 1 }],
  ['maximum', { ...number, maximum: 2 }, { ...number, maximum: 3 }],
  ['items', { ...list, items: text }, list],
  ['minItems', { ...list, minItems: 2 }, { ...list, minItems: 1 }],
  ['maxItems', { ...list, maxItems: 2 }, { ...list, maxItems: 3 }],
  ['uniqueItems', { ...list, uniqueItems: true }, list],
  ['required', { ...open, required: ['a', 'b'] }, { ...open, required: ['a'] }],
  ['required', { ...open, required: ['c'] }, open],
  ['additionalProperties', { ...open, additionalProperties: false }, open],
  ['dependentRequired', { ...open, dependentRequired: { a: ['b'] } }, open],
  ['anyOf', { anyOf: [text] }, { anyOf: [text, number] }],
  ['oneOf', { oneOf: [text] }, { oneOf: [text, number] }],
  ['not', { ...text, not: { const: 'x' } }, text],
];
// eslint-disable-next-line unicorn/no-thenable -- the keyword of JSON Schema
const then = (schema: object) => ({ then: schema });
const places: Readonly<Record<string, (inner: object) => object>> = {
  itself: (inner) => inner,
  'a field': (inner) => ({ type: 'object', properties: { f: inner } }),
  'an entry': (inner) => ({ type: 'array', items: inner }),
  'a branch': (inner) => ({ anyOf: [{ type: 'boolean' }, inner] }),
  'a condition': (inner) => ({ if: { required: ['g'] }, ...then({ properties: { f: inner } }) }),
};
const inPlaces = ['type', 'maxLength', 'pattern'];
const all = Object.entries(places).flatMap(([place, within]) =>
  pairs
    .filter(([keyword]) => place === 'itself' || inPlaces.includes(keyword))
    .map(([keyword, narrow, wide]) => [keyword, place, within(narrow), within(wide)] as const),
);
const limits = /^(?:min|max|enum|additional|unique)/;

function isKept(before: object, after: object, kind: 'request' | 'answer'): boolean {
  return compareSchemas(before, after, kind, '').length === 0;
}

test.each(all)(
  '%s of %s may become wider in a request, and not narrower',
  (_keyword, _place, narrow, wide) => {
    expect([isKept(narrow, wide, 'request'), isKept(wide, narrow, 'request')]).toEqual([true, false]);
  },
);

// A shape of its own may be added to the answers.
test.each(all.filter(([keyword]) => !limits.test(keyword) && keyword !== 'oneOf'))(
  '%s of %s may not become wider in an answer',
  (_keyword, _place, narrow, wide) => {
    expect([isKept(narrow, wide, 'answer'), isKept(wide, narrow, 'answer')]).toEqual([false, true]);
  },
);

test.each(all.filter(([keyword]) => limits.test(keyword)))(
  '%s of %s may change in an answer',
  (_keyword, _place, narrow, wide) => {
    expect([isKept(narrow, wide, 'answer'), isKept(wide, narrow, 'answer')]).toEqual([true, true]);
  },
);

const unknown: Readonly<Record<string, object>> = {
  patternProperties: { patternProperties: { '^b': number } },
  unevaluatedProperties: { unevaluatedProperties: false },
  dependentSchemas: { dependentSchemas: { a: { required: ['b'] } } },
  propertyNames: { propertyNames: { maxLength: 3 } },
  contains: { contains: { const: 1 } },
  allOf: { allOf: [{ required: ['a'] }] },
  format: { format: 'uuid' },
  default: { default: {} },
  if: { if: { required: ['a'] } },
  ...then(then({ required: ['a'] })),
  else: { else: { required: ['a'] } },
  'x-url': { 'x-url': true },
};

test.each(Object.entries(unknown))('%s may be neither added nor removed', (keyword, added) => {
  const breach = [expect.objectContaining({ rule: `${keyword}-changed`, path: `#/${keyword}` })];
  for (const kind of ['request', 'answer'] as const) {
    expect(compareSchemas(open, { ...open, ...added }, kind, '#')).toEqual(breach);
    expect(compareSchemas({ ...open, ...added }, open, kind, '#')).toEqual(breach);
  }
});

test('each keyword that is narrower is named, also beside a wider one and beside a field', () => {
  const before = { type: 'object', properties: { f: { ...text, minLength: 1, maxLength: 5, pattern: 'a' } } };
  const after = {
    type: 'object',
    required: ['f'],
    properties: { f: { ...text, minLength: 2, maxLength: 9, pattern: 'b' } },
  };
  expect(compareSchemas(before, after, 'request', '#')).toEqual([
    { rule: 'minLength-changed', path: '#/properties/f/minLength', change: '1 → 2' },
    { rule: 'pattern-changed', path: '#/properties/f/pattern', change: '"a" → "b"' },
    { rule: 'required-changed', path: '#/required', change: 'absent → ["f"]' },
  ]);
});

test('a wider pattern is a second one beside the first', () => {
  const old = { ...text, pattern: '^[a-z]+$' };
  expect(isKept(old, { ...text, pattern: '^[a-z0-9]+$' }, 'request')).toBe(false);
  expect(isKept(old, { anyOf: [old, { ...text, pattern: '^[a-z0-9]+$' }] }, 'request')).toBe(true);
});

test('a schema that takes anything may not become one that does not', () => {
  expect(isKept({ properties: { a: true } }, { properties: { a: text } }, 'request')).toBe(false);
  expect(isKept({ properties: { a: text } }, { properties: { a: true } }, 'request')).toBe(true);
});

test('what is narrower in the entries of a list is named there', () => {
  const listOf = (items: object) => ({ ...list, items });
  expect(compareSchemas(listOf(text), listOf({ ...text, maxLength: 5 }), 'request', '#')).toEqual([
    { rule: 'maxLength-changed', path: '#/items/maxLength', change: 'absent → 5' },
  ]);
});

test('a field of an answer that has the name of a keyword is compared like any other', () => {
  const withMaximum = (schema: object) => ({ type: 'object', properties: { maximum: schema } });
  expect(compareSchemas(withMaximum(text), withMaximum(number), 'answer', '#')).toEqual([
    { rule: 'type-changed', path: '#/properties/maximum/type', change: '"string" → "integer"' },
  ]);
});

test('keywords that break only together are all named', () => {
  const changes = compareSchemas({ ...text, const: 'a' }, { ...number, const: 1 }, 'answer', '#');
  expect(changes.map(({ rule }) => rule)).toEqual(['type-changed', 'const-changed']);
});
