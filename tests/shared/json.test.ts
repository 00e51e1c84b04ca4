import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { isExactNumber, parseExact } from '../../scripts/shared/json.ts';

test('a number that JavaScript would write in another way is written again as it was', () => {
  const json = '{"a":[12345678901234567890,1e400,-0,1.0,1E3,0.1],"b":"1.0"}';
  expect(JSON.stringify(parseExact(json))).toBe(json);
});

test('every other value is what JSON.parse gives', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const json = JSON.stringify(value);
      expect(parseExact(json)).toEqual(JSON.parse(json));
    }),
  );
});

test('only a number that is kept as its text is told from an object', () => {
  expect([parseExact('1.0'), parseExact('1'), parseExact('{"rawJSON":"1.0"}')].map(isExactNumber)).toEqual([
    true,
    false,
    false,
  ]);
});
