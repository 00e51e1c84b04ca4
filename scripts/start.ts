// `npm start`: starts the local server, and handles signals and exit codes. Log lines go to stdout; everything else goes to stderr,
// so that stdout stays JSON.

import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { LocalServer } from './local/server.ts';

const startedAt = performance.now();
// Keeps what V8 makes of the modules that are loaded from here on: it halves the work of the next start.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/compile'));
const { buildBundle } = await import('./local/bundle.ts');
const { exampleRequest } = await import('./local/docs.ts');
const { executePath } = await import('./local/gateway.ts');
const { startLocalServer } = await import('./local/server.ts');
const { errorMessage, StartError } = await import('./shared/errors.ts');

let server: LocalServer | undefined;
let stoppingSince: number | undefined;
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());

try {
  const bundle = readBundlePath();
  server = await startLocalServer({
    env: process.env,
    onLost: () => {
      process.stderr.write('The store stopped and could not be started again.\n');
      process.exit(1);
    },
    bundle: bundle === undefined ? buildBundle : () => Promise.resolve(resolve(bundle)),
  });
  printReady(server);
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
}

async function stop(): Promise<void> {
  // A second Ctrl-C means now. But npm and timeout pass on a signal that the terminal has already sent to all processes: what comes
  // within half a second is the same one again.
  if (server === undefined) process.exit(0);
  if (stoppingSince !== undefined) {
    if (performance.now() - stoppingSince > 500) process.exit(130);
    return;
  }
  stoppingSince = performance.now();
  await server.close();
  process.exit(0);
}

/** `--bundle` serves an existing bundle in place of a new one. */
function readBundlePath(): string | undefined {
  try {
    return parseArgs({ options: { bundle: { type: 'string' } } }).values.bundle;
  } catch (error) {
    throw new StartError(errorMessage(error));
  }
}

function printReady({ url, adapters }: LocalServer): void {
  const carriedOutBy = Object.entries(adapters).map(([action, name]) => `${action} by ${name}`);
  process.stderr.write(`
Workflow Executor is ready after ${((performance.now() - startedAt) / 1000).toFixed(1)} s.
  API   ${url}${executePath}
  Docs  ${url}/docs

Carried out: ${carriedOutBy.join(', ')}.

Try it:
  curl -i ${url}${executePath} \\
    -H 'content-type: application/json' \\
    -d '${exampleRequest()}'

Ctrl-C stops it.

`);
}
