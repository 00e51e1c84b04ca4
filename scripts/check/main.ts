// Runs every static check (`npm run check`), two at a time, as tests of Node's own runner: a failure shows its output, and the rest still
// runs. `npm run check -- lint types` runs only those named.
import { exec } from 'node:child_process';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';

const checks: Readonly<Record<string, string>> = {
  generated: 'node scripts/generate/main.ts --check',
  released: 'node scripts/check/released.ts',
  format: 'prettier --check --log-level warn --cache .',
  lint: 'oxlint',
  types: 'tsc',
  imports: 'depcruise --config .dependency-cruiser.js functions lib scripts tests',
  unused: 'knip --no-config-hints',
  lockfile: 'node scripts/check/lockfile.ts',
};

const named = process.argv.slice(2);
const wanted = named.length > 0 ? named : Object.keys(checks);

describe('check', { concurrency: 2 }, () => {
  for (const name of wanted) test(name, () => runCheck(name));
});

async function runCheck(name: string): Promise<void> {
  const command = checks[name];
  if (command === undefined)
    throw new Error(`There is no check ${name}, but ${Object.keys(checks).join(', ')}.`);
  await promisify(exec)(command, { maxBuffer: 1 << 26 }).catch(
    ({ stdout, stderr }: Record<string, string>) => {
      throw new Error(`${stdout}${stderr}\nAgain: npm run check -- ${name}`);
    },
  );
}
