// How long the client waits between tries.
import { expect, test } from '@jest/globals';
import { choosePauseMs, readRetryAfterMs } from '../../../lib/client/pause.ts';

test('the longest pause doubles with each try, up to 20 s', () => {
  const longest = [1, 2, 3, 4, 7, 8, 9, 2000].map((attempts) => choosePauseMs(attempts, 0, 1));
  expect(longest).toEqual([200, 400, 800, 1600, 12_800, 20_000, 20_000, 20_000]);
});

test('the pause is anything between nothing and the longest, in whole milliseconds', () => {
  expect([0, 0.25, 0.3333, 0.999].map((random) => choosePauseMs(2, 0, random))).toEqual([0, 100, 134, 400]);
});

test('what the answer asks for is the least', () => {
  expect(choosePauseMs(1, 1000, 0.5)).toBe(1000);
  expect(choosePauseMs(5, 1000, 0.5)).toBe(1600);
});

const now = Date.parse('2031-04-01T09:30:00Z');

test.each<[string | null, number]>([
  [null, 0],
  ['0', 0],
  ['1', 1000],
  ['120', 120_000],
  ['Tue, 01 Apr 2031 09:30:07 GMT', 7000],
  ['Tuesday, 01-Apr-31 09:30:07 GMT', 7000],
  ['Tue Apr  1 09:30:07 2031 GMT', 7000],
  ['Tue, 01 Apr 2031 09:29:00 GMT', 0],
  ['Tue, 41 Apr 2031 09:29:00 GMT', 0],
  ['', 0],
  ['-1', 0],
  ['1.5', 0],
  ['1 s', 0],
  ['x1', 0],
  ['2032', 2_032_000],
  ['2032-01-01', 0],
  ['01 Apr 2031 09:30:07 GMT', 0],
])('retry-after: %s asks for %i ms', (value, ms) => {
  expect(readRetryAfterMs(value, now)).toBe(ms);
});
