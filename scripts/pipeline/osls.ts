// Responsible for running the locked osls (`serverless`) as a child, its output passed on.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs osls in `directory`. @throws when it ends with another exit code than 0. */
export async function osls(directory: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [join(directory, 'node_modules/.bin/serverless'), ...args], {
    cwd: directory,
    stdio: 'inherit',
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`serverless ${args[0] ?? ''} ended with ${String(code)}`);
}
