// Runs a child process of Node that ends with its parent: when a step is cancelled, its child must not go on deploying.

import { spawn } from 'node:child_process';
import { once } from 'node:events';

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
