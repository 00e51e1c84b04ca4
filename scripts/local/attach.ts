// Owns how a tool reaches the local store: through the server that runs over it, or by opening it itself.

import { localStage, type Environment } from './environment.ts';
import { findRunning, statePaths } from './state.ts';
import { openPrivateFolder } from './private-folder.ts';
import { startStore } from './store.ts';
import { readTables, type Tables } from './tables.ts';

export interface LocalStore {
  readonly endpoint: string;
  readonly tables: Tables;
  readonly close: () => Promise<void>;
}

/** Opens the store of the state folder that `env` names; `close` leaves a running server as it is.
 * @throws StartError when the store cannot be used. */
export async function openLocalStore(env: Environment = process.env): Promise<LocalStore> {
  const paths = statePaths(env);
  const tables = await readTables(localStage);
  const running = findRunning(paths);
  if (running !== undefined && (await isStore(running.storeEndpoint))) {
    return { endpoint: running.storeEndpoint, tables, close: () => Promise.resolve() };
  }
  openPrivateFolder(paths.folder);
  const store = await startStore(paths.store, tables);
  return { endpoint: store.endpoint, tables, close: store.close };
}

// A killed server's file stays, and another program may have its number and its port by now.
async function isStore(endpoint: string): Promise<boolean> {
  try {
    const answer = await fetch(endpoint, { signal: AbortSignal.timeout(2_000) });
    return (await answer.text()).startsWith('healthy: dynamodb');
  } catch {
    return false;
  }
}
