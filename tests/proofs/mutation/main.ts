// Owns `npm run proof:mutation`: judges the mutants of the core, or of everything with `--all`, or of the parts that are named;
// prints the score of each file and every mutant that lives, and fails under the threshold. Leaves judging to Stryker.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parts } from './parts.ts';
import { readFiles, scoreOf, type JudgedFile } from './score.ts';

/** Percent of the mutants of a file that the tests must notice. */
const threshold = 90;
const root = join(import.meta.dirname, '../../..');

const asked = process.argv.slice(2);
const names = asked.includes('--all')
  ? Object.keys(parts)
  : asked.length > 0
    ? asked
    : Object.keys(parts).filter((name) => parts[name]?.core === true);
const unknown = names.filter((name) => parts[name] === undefined);
if (unknown.length > 0) throw new Error(`no such part: ${unknown.join(', ')}`);

function judge(name: string): JudgedFile[] {
  const report = join(root, `node_modules/.cache/mutation/${name}.json`);
  rmSync(report, { force: true });
  const stryker = join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js');
  const { status } = spawnSync(
    process.execPath,
    [stryker, 'run', 'tests/proofs/mutation/stryker.config.js'],
    {
      cwd: root,
      env: { ...process.env, MUTATION_PART: name },
      stdio: ['ignore', 'inherit', 'inherit'],
    },
  );
  if (status !== 0) throw new Error(`the mutants of ${name} could not be judged`);
  return readFiles(readFileSync(report, 'utf8'));
}

const files: JudgedFile[] = [];
for (const name of names) {
  const started = performance.now();
  const judged = judge(name);
  files.push(...judged);
  const seconds = Math.round((performance.now() - started) / 1000);
  console.log(`${name}: ${judged.flatMap(({ mutants }) => mutants).length} mutants in ${seconds} s`);
}

let tooFew = false;
for (const { file, mutants } of files) {
  const { score, noticed, judged, argued } = scoreOf(mutants);
  tooFew ||= score < threshold;
  console.log(`${score.toFixed(1).padStart(6)} %  ${noticed} of ${judged}, ${argued} argued  ${file}`);
  for (const { line, what } of mutants.filter(({ lives }) => lives))
    console.log(`          lives, line ${line}: ${what}`);
}
const all = scoreOf(files.flatMap(({ mutants }) => mutants));
console.log(
  `mutation: ${all.judged} mutants, ${all.noticed} noticed, ${all.argued} argued: ${all.score.toFixed(1)} %`,
);
if (tooFew) {
  console.log(`A file is under ${threshold} %.`);
  process.exitCode = 1;
}
