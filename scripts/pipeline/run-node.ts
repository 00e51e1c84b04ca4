// Runs a script, or the locked osls, in a child process that ends with its parent: when a step is cancelled, its child must not go on
// deploying.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/**
 * Runs a script with the same Node, and passes on its output.
 *
 * @param variables in addition to those of this process
 * @returns its exit code, `null` where a signal ended it
 */
export async function runNode(
  directory: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>> = {},
): Promise<number | null> {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, args, { cwd: directory, env, stdio: 'inherit' });
  const end = (signal: NodeJS.Signals): void => {
    child.kill('SIGKILL');
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.once('SIGINT', end).once('SIGTERM', end);
  const [code] = (await once(child, 'exit')) as [number | null];
  process.off('SIGINT', end).off('SIGTERM', end);
  return code;
}

/** Runs osls (`serverless`) in `directory`. @throws when it ends with another exit code than 0. */
export async function osls(directory: string, args: readonly string[]): Promise<void> {
  const code = await runNode(directory, [join(directory, 'node_modules/.bin/serverless'), ...args]);
  if (code !== 0) throw new Error(`serverless ${args[0] ?? ''} ended with ${String(code)}`);
}
