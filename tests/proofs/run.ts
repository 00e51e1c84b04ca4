// Runs one proof: `npm run proof -- faults`; without a name, lists them. A proof is a folder beside this file.
// What follows the name goes to Jest, or to the proof's own main.ts where it has one.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'jest';

const names = readdirSync(import.meta.dirname, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
/** Starting a store may take long, and a proof keeps two processors busy. */
const limits = ['--testTimeout=90000', '--maxWorkers=2'];
const [name, ...args] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  const message = name === undefined ? 'name a proof' : `there is no proof ${name}`;
  console.error(`${message}: npm run proof -- ${names.toSorted().join(' | ')}`);
  process.exitCode = 1;
} else {
  const main = join(import.meta.dirname, name, 'main.ts');
  // As if it had been started by itself.
  process.argv = [process.argv0, main, ...args];
  if (existsSync(main)) await import(main);
  else await run([...limits, `--testMatch=**/tests/proofs/${name}/*.proof.ts`, ...args]);
}
