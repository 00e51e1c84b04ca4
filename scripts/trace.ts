// `npm run trace`: runs the tool in trace/ on a real terminal and clock, over the state folder of `npm start`.
import { existsSync } from 'node:fs';
import { statePaths } from './local/state.ts';
import { runTrace } from './trace/main.ts';
import type { OpenStore } from './trace/cli.ts';

const queryWaitMs = 60_000;
const interruptedExitCode = 130;
const maxStopMs = 1000;

const paths = statePaths(process.env);
const interruption = new AbortController();
process.once('SIGINT', () => {
  interruption.abort();
  // Time to stop the query that runs on AWS; nothing else needs any.
  setTimeout(() => process.exit(interruptedExitCode), maxStopMs).unref();
});
// The reader may stop early (`… | head`).
process.stdout.on('error', () => process.exit());

async function openStore(): Promise<OpenStore | undefined> {
  if (!existsSync(paths.store)) return undefined;
  const { openLocalStore } = await import('./local/store.ts');
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
    signal: interruption.signal,
  });
} catch (error) {
  if (!interruption.signal.aborted) throw error;
  process.exitCode = interruptedExitCode;
}
