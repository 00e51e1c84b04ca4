// Starts the embedded store in a thread, starts it again if it dies, and stops it. Tools reach it here as well: through the
// server that runs over it, or by opening it themselves. The store itself is dynalite (store-worker.ts).

import { mkdirSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { ClassicLevel } from 'classic-level';
import { errorMessage, StartError } from '../shared/errors.ts';
import { localStage, type EnvironmentVariables } from './environment.ts';
import { findRunning, openPrivateFolder, statePaths } from './state.ts';
import type { StoreWorkerData } from './store-worker.ts';
import { readTables, type TableInputs } from './tables.ts';

export type LocalStore = {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
};

/** Opens the store of the state folder that `env` names; `close` leaves a running server as it is.
 * @throws StartError when the store cannot be used. */
export async function openLocalStore(
  env: EnvironmentVariables = process.env,
): Promise<LocalStore & { readonly tables: TableInputs }> {
  const paths = statePaths(env);
  const tables = await readTables(localStage);
  const endpoint = findRunning(paths)?.storeEndpoint;
  if (endpoint !== undefined && (await isStore(endpoint))) {
    return { endpoint, tables, close: () => Promise.resolve() };
  }
  openPrivateFolder(paths.folder);
  return { ...(await startStore(paths.store, tables)), tables };
}

// The file of a killed server stays, and by now another process may have its number or its port.
async function isStore(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) });
    return (await answer.text()).startsWith('healthy: dynamodb');
  } catch {
    return false;
  }
}

/** Starts the store over `folder`, with `tables` in it. `onLost` is called when it has died and cannot be started again.
 * @throws StartError when the folder cannot be used. */
export async function startStore(
  folder: string,
  tables: TableInputs,
  onLost = (): void => undefined,
): Promise<LocalStore> {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw new StartError(`The store folder ${folder} cannot be made: ${errorMessage(error)}.`);
  }
  const first = await startWorker({ folder, port: 0, tables }).catch(async () => {
    throw await explain(folder);
  });
  const { endpoint } = first;
  let current = Promise.resolve(first);
  let closing = false;

  // dynalite dies of some requests, such as one whose client hangs up halfway. What it has answered is on disk, so it can
  // start again at the same address.
  const watch = ({ worker }: StartedWorker): void => {
    worker.once('exit', () => {
      if (closing) return;
      current = startWorker({ folder, port: Number(new URL(endpoint).port), tables });
      current.then(watch, onLost);
    });
  };
  watch(first);

  return {
    endpoint,
    close: async () => {
      closing = true;
      const { worker } = await current;
      const stopped = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('stop');
      await stopped;
    },
  };
}

type StartedWorker = { readonly worker: Worker; readonly endpoint: string };

function startWorker(data: StoreWorkerData): Promise<StartedWorker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./store-worker.ts', import.meta.url), { workerData: data });
    worker.once('message', ({ endpoint }: { endpoint: string }) => {
      // From now on 'exit' tells that it died; without a listener 'error' would end the whole process.
      worker.on('error', () => undefined);
      resolve({ worker, endpoint });
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the store stopped')));
  });
}

// dynalite says only that its database is closed. Opening the folder with the library that it uses tells why.
async function explain(folder: string): Promise<StartError> {
  const database = new ClassicLevel(folder, { createIfMissing: false });
  try {
    await database.open();
    await database.close();
  } catch (error) {
    const { code, message } = ((error as Error).cause ?? error) as NodeJS.ErrnoException;
    if (code === 'LEVEL_LOCKED') {
      return new StartError(`The store in ${folder} is in use by another process: stop that one first.`);
    }
    return new StartError(
      `The store in ${folder} cannot be opened (${message}): move the folder away to start with an empty one.`,
    );
  }
  return new StartError(`The store in ${folder} did not start.`);
}
