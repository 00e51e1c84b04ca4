// Owns: showing that a mutant which nobody noticed counts against its file, whatever became of it.
import { expect, test } from '@jest/globals';
import { readFiles, scoreOf } from './score.ts';

const mutant = (status: string) => ({
  status,
  mutatorName: 'StringLiteral',
  replacement: '""',
  location: { start: { line: 3 } },
});
const report = (...statuses: string[]) =>
  readFiles(JSON.stringify({ files: { 'lib/a.ts': { mutants: statuses.map(mutant) } } }))[0]?.mutants ?? [];

test.each([
  ['Killed', 100],
  ['Timeout', 100],
  ['Survived', 50],
  ['NoCoverage', 50],
  ['Pending', 50],
])('a mutant that is %s makes the score of two %d', (status, score) => {
  expect(scoreOf(report('Killed', status))).toMatchObject({ judged: 2, argued: 0, score });
});

test('a mutant that is argued away is not counted, and said', () => {
  expect(scoreOf(report('Killed', 'Ignored'))).toEqual({ judged: 1, noticed: 1, argued: 1, score: 100 });
});

test('a mutant that lives is named by line and change', () => {
  expect(report('Survived')).toEqual([{ line: 3, what: 'StringLiteral: ""', isArgued: false, lives: true }]);
});
