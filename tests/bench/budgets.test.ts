// Tests how a run is judged: when a row is within its budget, how it is shown, and what its numbers mean.
import { expect, test } from '@jest/globals';
import { createRow, rowHolds } from '../../bench/rows.ts';
import { percentile, ratios, spread } from '../../bench/statistics.ts';
import { overruns, table } from '../../bench/table.ts';

test('a percentile lies between its neighbours', () => {
  expect([0, 0.25, 0.5, 1].map((share) => percentile([4, 1, 3, 2], share))).toEqual([1, 1.75, 2.5, 4]);
});

test('a ratio is taken within a round', () => {
  expect(spread(ratios([2, 20, 200], [1, 10, 100]))).toEqual({ median: 2, lower: 2, upper: 2 });
});

test('a row holds at its budget and not above', () => {
  const rowOf = (ours: number) =>
    createRow('warm', 'ms', { floor: [10], ours: [ours] }, [{ of: 'floor', most: 1.3 }]);
  expect([13, 13.1].map((ours) => rowHolds(rowOf(ours)))).toEqual([true, false]);
});

test('a row holds at a lower limit and not below', () => {
  const rowOf = (ours: number) =>
    createRow('warm', 'ms', { floor: [10], ours: [ours] }, [{ of: 'floor', least: 0.8 }]);
  expect([8, 7.9].map((ours) => rowHolds(rowOf(ours)))).toEqual([true, false]);
});

test('a row without samples of ours, or of what ours is divided by, does not hold', () => {
  const limits = [{ of: 'floor', most: 1.3 }] as const;
  const rows = [
    createRow('warm', 'ms', { floor: [10] }, limits),
    createRow('warm', 'ms', { ours: [10] }, limits),
  ];
  expect(
    [...rows, createRow('warm', 'ms', {}, [{ of: 'value', most: 1 }])].map((row) => rowHolds(row)),
  ).toEqual([false, false, false]);
});

test('a row over one of two budgets is over, and says by which', () => {
  const row = createRow('load', 'ms', { floor: [10], standard: [20], ours: [11] }, [
    { of: 'floor', most: 1.2 },
    { of: 'standard', most: 0.42 },
  ]);
  expect(overruns([row])).toEqual(['load: 0.55, budget ≤ 0.42 × standard stack']);
});

test('the table shows every candidate, ratio, budget and result', () => {
  const counted = createRow('log', 'B', { floor: [0], standard: [831], ours: [613] }, [
    { of: 'value', most: 1024 },
  ]);
  const sampled = createRow('warm', 'ms', { emptyStore: [10, 10], ours: [12, 13] }, [
    { of: 'emptyStore', most: 1.2 },
  ]);
  expect(table([counted, sampled]).split('\n').slice(2)).toEqual([
    '| log | 0 B | 831 B | 613 B | – | – | ≤ 1,024 B | held |',
    '| warm | – | – | 12.5 ms (12.3–12.8) | 1.25 (1.23–1.28) | – | ≤ 1.20 × empty store | **over** |',
  ]);
});
