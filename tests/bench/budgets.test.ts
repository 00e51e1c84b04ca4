// Owns: the judgement of a run: when a row holds, how it is shown, and what the numbers under it mean.
import { expect, test } from '@jest/globals';
import { rowHolds } from '../../bench/budgets.ts';
import { itemBytes, writeUnits } from '../../bench/item-size.ts';
import { countedRow, sampledRow } from '../../bench/rows.ts';
import { exact, percentile, ratios, spread } from '../../bench/statistics.ts';
import { overruns, table } from '../../bench/table.ts';

test('a percentile lies between its neighbours', () => {
  expect([0, 0.25, 0.5, 1].map((share) => percentile([4, 1, 3, 2], share))).toEqual([1, 1.75, 2.5, 4]);
});

test('a ratio is taken within a round', () => {
  expect(spread(ratios([2, 20, 200], [1, 10, 100]))).toEqual(exact(2));
});

test('a row holds at its budget and not above', () => {
  const at = sampledRow(['warm', 'warm', 'ms'], [[10], [20], [13]], { floor: 1.3 });
  const above = sampledRow(['warm', 'warm', 'ms'], [[10], [20], [13.1]], { floor: 1.3 });
  expect([at, above].map((row) => rowHolds(row))).toEqual([true, false]);
});

test('a row over one of two budgets is over, and says by which', () => {
  const row = sampledRow(['load', 'load', 'ms'], [[10], [20], [11]], { floor: 1.2, standard: 0.42 });
  expect(overruns([row])).toEqual(['load: 0.55, budget ≤ 0.42 × standard stack']);
});

test('the table shows every contender, ratio, budget and verdict', () => {
  const row = countedRow(['log', 'log', 'B'], [0, 831, 613], { most: 1024 });
  expect(table([row]).split('\n').at(-1)).toBe('| log | 0 B | 831 B | 613 B | – | – | ≤ 1,024 B | held |');
});

test('an item is as large as its names and values in UTF-8', () => {
  expect(itemBytes({ trace_id: { S: 'task-001' }, titel: { S: 'Grüße' }, lease_until: { N: '1700' } })).toBe(
    8 + 8 + 5 + 7 + 11 + 2,
  );
});

test('a write unit is begun with every kilobyte', () => {
  expect([1, 1024, 1025].map((bytes) => writeUnits(bytes))).toEqual([1, 1, 2]);
});
