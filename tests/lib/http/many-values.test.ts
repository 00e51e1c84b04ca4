// Whether a body holds so many values that it matters how they are gone through.
import { expect, test } from '@jest/globals';
import { hasManyValues } from '../../../lib/http/many-values.ts';

test.each([
  ['', false],
  ['x'.repeat(5_000), false],
  [']}:"'.repeat(5_000), false],
  [','.repeat(1_000), false],
  [','.repeat(1_001), true],
  ['['.repeat(1_001), true],
  ['{'.repeat(1_001), true],
  [',[{'.repeat(334), true],
  [',[{'.repeat(333), false],
])('%# of a text', (text, expected) => {
  expect(hasManyValues(text)).toBe(expected);
});
