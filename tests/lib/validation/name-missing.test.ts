// How a message names missing fields.
import { expect, test } from '@jest/globals';
import { nameMissing } from '../../../lib/validation/name-missing.ts';

test.each([
  [['title'], 'title is'],
  [['message', 'time'], 'message and time are'],
  [['title', 'start_time', 'end_time'], 'title, start_time and end_time are'],
])('the fields %j are named "%s"', (fields, words) => {
  expect(nameMissing(fields)).toBe(words);
});
