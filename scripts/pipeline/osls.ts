// Runs the locked osls (`serverless`) as a child process, and passes on its output.

import { join } from 'node:path';
import { runNode } from './run-node.ts';

/** Runs osls in `directory`. @throws when it ends with another exit code than 0. */
export async function osls(directory: string, args: readonly string[]): Promise<void> {
  const code = await runNode(directory, [join(directory, 'node_modules/.bin/serverless'), ...args]);
  if (code !== 0) throw new Error(`serverless ${args[0] ?? ''} ended with ${String(code)}`);
}
