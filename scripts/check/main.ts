// Runs every static check (`npm run check`), two at a time, and prints a line for each; a failure shows its output, and the rest still runs.
// `npm run check -- lint types` runs only those named.
import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { styleText } from 'node:util';

const checks: Record<string, string> = {
  generated: 'node scripts/generate/main.ts --check',
  format: 'prettier --check --log-level warn --cache .',
  lint: 'oxlint',
  types: 'tsc',
  imports: 'depcruise --config .dependency-cruiser.js functions lib scripts tests',
  unused: 'knip --no-config-hints',
  lockfile: 'node scripts/check/lockfile.ts',
};

type CheckResult = {
  name: string;
  passed: boolean;
  seconds: string;
  output: string;
};

/** Runs one check to its end; never rejects. */
async function run(name: string): Promise<CheckResult> {
  const started = performance.now();
  const child = spawn(checks[name] ?? '', { shell: true, stdio: ['ignore', 'pipe', 'pipe'] });
  const chunks: Buffer[] = [];
  const keep = (chunk: Buffer): void => void chunks.push(chunk);
  child.stdout.on('data', keep);
  child.stderr.on('data', keep);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  return { name, passed: code === 0, seconds, output: Buffer.concat(chunks).toString().trim() };
}

function report({ name, passed, seconds, output }: CheckResult): void {
  const word = passed ? styleText('green', 'ok  ') : styleText('red', 'FAIL');
  console.log(`${word} ${name.padEnd(10)} ${seconds.padStart(5)} s`);
  if (!passed) console.log(`${output}\n  again: npm run check -- ${name}\n`);
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in checks));
if (unknown.length > 0) {
  console.error(`no such check: ${unknown.join(', ')}; there are ${Object.keys(checks).join(', ')}`);
  process.exit(1);
}

const waiting = wanted.length > 0 ? wanted : Object.keys(checks);
const failed: string[] = [];
const workers = Array.from({ length: Math.min(2, availableParallelism()) }, async () => {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    const result = await run(name);
    if (!result.passed) failed.push(name);
    report(result);
  }
});
await Promise.all(workers);
process.exitCode = failed.length > 0 ? 1 : 0;
