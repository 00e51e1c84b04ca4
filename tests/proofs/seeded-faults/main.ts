// Puts each seeded fault into a copy of the sources, where its proof must fail and say why.
// `npm run proof -- seeded-faults model log` tries those whose name or proof contains one of these words.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { declarations, seededFaults, type SeededFault } from './seeded-faults.ts';

const root = resolve(import.meta.dirname, '../../..');
const sources = [
  'bench',
  'functions',
  'lib',
  'schemas',
  'scripts',
  'tests',
  'package.json',
  'jest.config.js',
  'serverless.yml',
];
const maxShown = 3;
const timeoutMs = 600_000;

/** @returns lines of the proof's output that name the fault; throws when the proof passes, or fails for another reason */
function tryFault(fault: SeededFault): string[] {
  const copy = mkdtempSync(join(tmpdir(), 'seeded-faults-'));
  try {
    for (const source of sources) cpSync(join(root, source), join(copy, source), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
    seed(fault, join(copy, fault.file));
    const [script, ...args] = fault.proof;
    const { PROOFS: _size, ...env } = process.env;
    const run = spawnSync('npm', ['run', '--silent', script, '--', ...args], {
      cwd: copy,
      env: { ...env, ...fault.env },
      encoding: 'utf8',
      timeout: timeoutMs,
      maxBuffer: 1 << 28,
    });
    const output = `${run.stdout}${run.stderr}`;
    if (run.status === 0) throw new Error('the proof passed');
    const lines = output.split('\n').filter((line) => fault.says.test(line));
    if (lines.length === 0) throw new Error(`the proof failed for another reason:\n${output.slice(-3_000)}`);
    return lines;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

function seed({ file, find, replace }: SeededFault, path: string): void {
  const text = readFileSync(path, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file} does not contain this exactly once: ${find}`);
  writeFileSync(path, `${declarations[file] ?? ''}${text.replace(find, () => replace)}`);
}

const words = process.argv.slice(2);
const chosen = seededFaults.filter(
  ({ name, proof }) =>
    words.length === 0 || words.some((word) => `${name} ${proof.join(' ')}`.includes(word)),
);
let missed = 0;
for (const fault of chosen) {
  const startedMs = performance.now();
  const what = `${fault.name} (${fault.proof.slice(0, 2).join(' ')})`;
  try {
    const lines = tryFault(fault);
    console.log(`caught  ${what} in ${Math.round((performance.now() - startedMs) / 1000)} s`);
    for (const line of lines.slice(0, maxShown)) console.log(`          ${line.trim().slice(0, 160)}`);
  } catch (error) {
    missed += 1;
    console.log(`MISSED  ${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
console.log(`${chosen.length} seeded faults, ${chosen.length - missed} caught`);
process.exitCode = missed === 0 && chosen.length > 0 ? 0 : 1;
