// Owns what counts as missing, and how it is named.
import { expect, test } from '@jest/globals';
import { isMissing, nameMissing } from '../../../lib/validation/missing.ts';

test.each([undefined, null, '', ' ', '\t\r\n', '\u00a0\u2003\u3000\ufeff', []])('%j is missing', (value) => {
  expect(isMissing(value)).toBe(true);
});

test.each([0, false, 'x', ' x ', '\u200b', [['']], {}, Number.NaN])('%j is there', (value) => {
  expect(isMissing(value)).toBe(false);
});

test.each([
  [['title'], 'title is'],
  [['message', 'time'], 'message and time are'],
  [['title', 'start_time', 'end_time'], 'title, start_time and end_time are'],
])('%j is named "%s"', (fields, words) => {
  expect(nameMissing(fields)).toBe(words);
});
