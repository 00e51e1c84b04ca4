// The fingerprint (schemas/README.md, Idempotency): SHA-256 of the canonical JSON (RFC 8785) of `{decision, data}`.
import { createHash } from 'node:crypto';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { fingerprintOf } from '../../../lib/domain/fingerprint.ts';

/** The fingerprint of a request whose data have this canonical form. */
function sha256With(canonicalData: string): string {
  return createHash('sha256').update(`{"data":${canonicalData},"decision":"workflow"}`).digest('hex');
}

test('the example of RFC 8785, section 3.2.2, is hashed in its canonical form', () => {
  const sent = String.raw`{
    "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
    "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
    "literals": [null, true, false]
  }`;
  const canonical =
    '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
    String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`;
  expect(fingerprintOf('workflow', JSON.parse(sent))).toBe(sha256With(canonical));
});

test('the keys of the example of RFC 8785, section 3.2.3, are sorted by UTF-16 code units', () => {
  const sent = String.raw`{
    "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh",
    "1": "One", "\ud83d\ude00": "Emoji: Grinning Face", "\u0080": "Control",
    "\u00f6": "Latin Small Letter O With Diaeresis"
  }`;
  const canonical =
    '{"\\r":"Carriage Return","1":"One","\u0080":"Control","\u00f6":"Latin Small Letter O With Diaeresis",' +
    '"\u20ac":"Euro Sign","\u{1f600}":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}';
  expect(fingerprintOf('workflow', JSON.parse(sent))).toBe(sha256With(canonical));
});

test('the order of keys and white space between values do not change the fingerprint', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (data) => {
      const otherText: unknown = JSON.parse(JSON.stringify(reverseKeys(data), null, 4));
      expect(fingerprintOf('workflow', otherText)).toBe(fingerprintOf('workflow', data));
    }),
  );
});

test.each([
  ['the order of entries', { tags: ['a', 'b'] }, { tags: ['b', 'a'] }],
  ['the case of a letter', { title: 'a' }, { title: 'A' }],
  ['white space in a string', { title: 'a b' }, { title: 'a  b' }],
  ['the Unicode form of a letter', { title: '\u00e9' }, { title: 'e\u0301' }],
  ['a number in place of a string', { title: 1 }, { title: '1' }],
  ['a field that is null', {}, { title: null }],
  ['a field in another place', { a: { b: 1 } }, { a: {}, b: 1 }],
])('%s changes the fingerprint', (_what, one, other) => {
  expect(fingerprintOf('workflow', one)).not.toBe(fingerprintOf('workflow', other));
});

test('the decision is part of the fingerprint', () => {
  expect(fingerprintOf('workflow', {})).not.toBe(fingerprintOf('Workflow', {}));
});

test('a lone surrogate throws: it has no canonical form', () => {
  expect(() => fingerprintOf('workflow', { title: '\ud800' })).toThrow('surrogate');
});

/** The same value with its keys in reverse order. */
function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, inner]) => [name, reverseKeys(inner)]),
  );
}
