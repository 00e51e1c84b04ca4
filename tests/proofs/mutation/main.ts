// The mutation proof: mutates the core, or everything with `--all`, or the parts that are named; prints the score of each file and
// every surviving mutant, and fails under the threshold. Stryker makes the mutants and runs the tests.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { equivalentMutants } from './equivalent.ts';
import { parts } from './parts.ts';
import { readFiles, scoreOf, staleEntries, type MutatedFile } from './score.ts';

/** Percent of the mutants of a file that the tests must notice. */
const threshold = 90;
const root = join(import.meta.dirname, '../../..');

const words = process.argv.slice(2);
const names = words.includes('--all')
  ? Object.keys(parts)
  : words.length > 0
    ? words
    : Object.keys(parts).filter((name) => parts[name]?.core === true);
const unknown = names.filter((name) => parts[name] === undefined);
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}`);

function mutate(name: string): MutatedFile[] {
  const report = join(root, `node_modules/.cache/mutation/${name}.json`);
  rmSync(report, { force: true });
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', 'tests/proofs/mutation/stryker.config.js'],
    {
      cwd: root,
      // The suites that need more than Node are skipped, in CI too: they are too slow to run for every mutant.
      env: { ...process.env, MUTATION_PART: name, OPTIONAL_TOOLS: 'none', CI: '' },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`the mutants of ${name} could not be made or run`);
  return readFiles(readFileSync(report, 'utf8'));
}

const files: MutatedFile[] = [];
for (const name of names) {
  const started = performance.now();
  const mutated = mutate(name);
  files.push(...mutated);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${name}: ${mutated.flatMap(({ mutants }) => mutants).length} mutants in ${seconds} s`);
}

const scores = files.map((file) => ({ file: file.file, ...scoreOf(file, equivalentMutants) }));
for (const { file, score, noticed, scored, equivalent, survivors } of scores) {
  console.log(
    `${score.toFixed(1).padStart(6)} %  ${noticed} of ${scored}, ${equivalent} equivalent  ${file}`,
  );
  for (const { line, mutator, replacement } of survivors)
    console.log(`          survived, line ${line}: ${mutator}: ${replacement}`);
}
const sum = (of: (score: (typeof scores)[number]) => number) => scores.reduce((all, one) => all + of(one), 0);
const [scored, noticed] = [sum((one) => one.scored), sum((one) => one.noticed)];
console.log(
  `mutation: ${scored} mutants, ${noticed} noticed, ${sum((one) => one.equivalent)} equivalent: ${((100 * noticed) / scored).toFixed(1)} %`,
);
const stale = staleEntries(files, equivalentMutants);
for (const { file, code } of stale)
  console.log(`equivalent.ts names a mutant that has not survived: ${file}: ${code}`);
const tooFew = scores.some(({ score }) => score < threshold);
if (tooFew) console.log(`A file is under ${threshold} %.`);
if (tooFew || stale.length > 0) process.exitCode = 1;
