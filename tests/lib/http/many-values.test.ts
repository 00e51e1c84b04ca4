// Which texts may hold more than 1,000 JSON values.
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
])('a text has many values from 1,001 separators on: %#', (text, expected) => {
  expect(hasManyValues(text)).toBe(expected);
});
