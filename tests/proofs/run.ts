// Runs one proof: `npm run proof -- faults`; without a name, lists them. A proof is a folder beside this file.
// What follows the name goes to Jest, or to the proof's own main.ts if it has one.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { run } from 'jest';

const proofs = {
  access: 'what the roles of function, scheduler and pipeline may do, and nobody else',
  client: 'decisions sent by the client, while tries, answers and calls of the store are lost',
  'crash-recovery': 'a process that is killed in the middle loses nothing and repeats nothing',
  faults: 'every combination of crashes, lost answers and failures of the outside systems',
  fuzz: 'random requests against a second implementation of the contract, in Python',
  hostile: 'bodies that are made to take time or memory',
  load: 'many callers at once, and what the heap holds after them',
  model: 'random histories against a model of the contract',
  mutation: 'the tests notice changes of the code',
  'seeded-faults': 'the proofs notice deliberate faults',
} as const;

/** Starting a store may take long, and a proof keeps two processors busy. */
const limits = ['--testTimeout=90000', '--maxWorkers=2'];
const [name, ...args] = process.argv.slice(2);

if (name === undefined) {
  for (const [proof, what] of Object.entries(proofs)) console.log(`${proof.padEnd(15)} ${what}`);
} else if (!Object.hasOwn(proofs, name)) {
  console.error(`there is no proof ${name}: npm run proof lists them`);
  process.exitCode = 1;
} else {
  const main = join(import.meta.dirname, name, 'main.ts');
  // As if it had been started by itself.
  process.argv = [process.argv0, main, ...args];
  if (existsSync(main)) await import(main);
  else await run([...limits, `--testMatch=**/tests/proofs/${name}/*.proof.ts`, ...args]);
}
