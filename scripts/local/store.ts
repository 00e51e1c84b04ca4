// Owns the life of the embedded store: starts its thread, starts it again should it die, and stops it.
// Leaves the store itself to dynalite (store-worker.ts) and what its tables look like to tables.ts.

import { mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { ClassicLevel } from 'classic-level';
import { errorMessage } from '../shared/errors.ts';
import { StartError } from './start-error.ts';
import type { StoreWorkerData } from './store-worker.ts';
import type { Tables } from './tables.ts';

export interface Store {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Starts the store over `folder`, with `tables` in it. `onLost` is called should it die and not come back.
 * @throws StartError when the folder cannot be used. */
export async function startStore(
  folder: string,
  tables: Tables,
  onLost = (): void => undefined,
): Promise<Store> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new StartError(`The store folder ${folder} cannot be made: ${errorMessage(error)}.`);
  }
  const first = await startWorker({ folder, port: 0, tables }).catch(async () => {
    throw await explain(folder);
  });
  const { endpoint } = first;
  let current = Promise.resolve(first);
  let closing = false;

  // dynalite throws on what it did not foresee, a client that hangs up mid-request among it. What it answered is on
  // disk, so it can begin anew at the same address, as a service in the cloud would.
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

interface StartedWorker {
  readonly worker: Worker;
  readonly endpoint: string;
}

function startWorker(data: StoreWorkerData): Promise<StartedWorker> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./store-worker.ts', import.meta.url), { workerData: data });
    worker.once('message', ({ endpoint }: { endpoint: string }) => {
      // From now on its death is seen by 'exit'; without a listener 'error' would end the whole process.
      worker.on('error', () => undefined);
      resolve({ worker, endpoint });
    });
    worker.once('error', reject);
    worker.once('exit', () => reject(new Error('the store stopped')));
  });
}

// dynalite tells only that its database is closed. Opening the same folder with the library below it tells why.
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
