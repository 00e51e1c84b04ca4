// A mutant that no test noticed counts against its file, unless it is listed as equivalent.
import { expect, test } from '@jest/globals';
import { readFiles, scoreOf, staleEntries } from './score.ts';

const mutant = (status: string, line = 2) => ({
  status,
  mutatorName: 'StringLiteral',
  replacement: '""',
  location: { start: { line } },
});
const source = "// a\nconst a = 'b';\nconst c = 'd';";
const report = (...mutants: object[]) => {
  const [file] = readFiles(JSON.stringify({ files: { 'lib/a.ts': { source, mutants } } }));
  if (file === undefined) throw new Error('the report has no file');
  return file;
};
const listed = {
  file: 'lib/a.ts',
  code: "const a = 'b'",
  mutators: ['StringLiteral'],
  reason: 'nobody reads it',
};

test.each([
  ['Killed', 100],
  ['Timeout', 100],
  ['Survived', 50],
  ['NoCoverage', 50],
  ['Ignored', 50],
  ['Pending', 50],
])('a mutant that is %s makes the score of two %d', (status, score) => {
  expect(scoreOf(report(mutant('Killed'), mutant(status)), [])).toMatchObject({ scored: 2, score });
});

test.each([
  ['the check of the generated files notices it', 1],
  ['Static mutant (and "ignoreStatic" was enabled)', 1],
  ['Ignored because of a comment', 2],
])('of a mutant that is left out because "%s", %d of two are scored', (statusReason, scored) => {
  const ignored = { ...mutant('Ignored'), statusReason };
  expect(scoreOf(report(mutant('Killed'), ignored), [])).toMatchObject({ scored });
});

test('a surviving mutant is named by its line and its change', () => {
  expect(scoreOf(report(mutant('Survived')), []).survivors).toEqual([
    { line: 2, code: "const a = 'b';", mutator: 'StringLiteral', replacement: '""', survived: true },
  ]);
});

test('an equivalent mutant is not scored', () => {
  const file = report(mutant('Survived'), mutant('Killed', 3));
  expect(scoreOf(file, [listed])).toEqual({
    scored: 1,
    noticed: 1,
    equivalent: 1,
    score: 100,
    survivors: [],
  });
  expect(staleEntries([file], [listed])).toEqual([]);
});

test.each([
  ['another file', { file: 'lib/b.ts' }],
  ['another line', { code: 'const c' }],
  ['another mutator', { mutators: ['BlockStatement'] }],
])('an entry for %s excuses nothing', (_what, change) => {
  expect(scoreOf(report(mutant('Survived')), [{ ...listed, ...change }])).toMatchObject({ scored: 1 });
});

test('an entry whose mutant is noticed or gone is stale; of a file that was not mutated nothing is known', () => {
  expect(staleEntries([report(mutant('Killed'))], [listed])).toEqual([listed]);
  expect(staleEntries([report(mutant('Survived', 3))], [listed])).toEqual([listed]);
  expect(staleEntries([], [listed])).toEqual([]);
});
