// Owns the life of the embedded store: starts its thread, starts it again should it die, and stops it.
// Leaves the store itself to dynalite (store-worker.ts) and what its tables look like to tables.ts.

import { mkdir } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { ClassicLevel } from 'classic-level';
import { messageOf, StartError } from './start-error.ts';
import type { StoreWorkerData } from './store-worker.ts';
import type { Tables } from './tables.ts';

export interface Store {
  readonly endpoint: string;
  readonly close: () => Promise<void>;
}

/** Starts the store over `folder`, with `tables` in it.
 * @throws StartError when the folder cannot be used. */
export async function startStore(folder: string, tables: Tables): Promise<Store> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw new StartError(`The store folder ${folder} cannot be made: ${messageOf(error)}.`);
  }
  let current = await startWorker({ folder, port: 0, tables }).catch(async () => {
    throw await explain(folder);
  });
  const endpoint = current.endpoint;
  let closing = false;

  // dynalite throws on what it did not foresee, a client that hangs up mid-request among it. What it answered is on
  // disk, so it can begin anew at the same address, as a service in the cloud would.
  const revive = async (): Promise<void> => {
    if (closing) return;
    try {
      current = await startWorker({ folder, port: Number(new URL(endpoint).port), tables });
      current.worker.once('exit', () => void revive());
    } catch {
      process.stderr.write(`${(await explain(folder)).message}\n`);
      process.exit(1);
    }
  };
  current.worker.once('exit', () => void revive());

  return {
    endpoint,
    close: async () => {
      closing = true;
      const stopped = new Promise((resolve) => current.worker.once('exit', resolve));
      current.worker.postMessage('stop');
      await stopped;
    },
  };
}

function startWorker(data: StoreWorkerData): Promise<{ worker: Worker; endpoint: string }> {
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
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    if (cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED') {
      return new StartError(`The store in ${folder} is in use by another process: stop that one first.`);
    }
    return new StartError(
      `The store in ${folder} cannot be opened (${messageOf(cause)}): move the folder away to start with an empty one.`,
    );
  }
  return new StartError(`The store in ${folder} did not start.`);
}
