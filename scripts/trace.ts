// Owns: `npm run trace`, the story of one trace, on a real terminal and clock. Leaves the work to trace/main.ts.
import { existsSync } from 'node:fs';
import { statePaths } from './local/state.ts';
import { runTrace } from './trace/main.ts';
import type { OpenStore } from './trace/world.ts';

const queryWaitMs = 60_000;
const interrupted = 130;

const paths = statePaths(process.env);
const givingUp = new AbortController();
process.once('SIGINT', () => givingUp.abort());

async function openStore(): Promise<OpenStore | undefined> {
  if (!existsSync(paths.store)) return undefined;
  const { openLocalStore } = await import('./local/attach.ts');
  const { endpoint, tables, close } = await openLocalStore();
  return { endpoint, table: String(tables.executions.TableName), close };
}

try {
  process.exitCode = await runTrace(process.argv.slice(2), {
    environment: process.env,
    now: Date.now,
    stdout: process.stdout,
    stderr: process.stderr,
    logFile: paths.log,
    openStore,
    queryWaitMs,
    signal: givingUp.signal,
  });
} catch (error) {
  if (!givingUp.signal.aborted) throw error;
  process.exitCode = interrupted;
}
