// Runs dynalite over a folder on disk and creates the tables. It runs in a thread of its own: it then uses the second core, and
// it cannot outlive the server that started it.

import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { guard, listenLocally } from './guard.ts';
import { createTables, localClient, type TableInputs } from './tables.ts';

export type StoreWorkerData = {
  readonly folder: string;
  readonly port: number;
  readonly tables: TableInputs;
};

const { folder, port, tables } = workerData as StoreWorkerData;
const server = dynalite({ path: folder, createTableMs: 0 });
// A client that reuses a connection just as the server drops it would see a reset: idle connections stay open.
server.keepAliveTimeout = 0;
// dynalite by itself lets every web page in (Access-Control-Allow-Origin: *).
guard(server, { hasPages: false });

parentPort?.once('message', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});

// What fails here ends the thread, and reaches the one who started it as 'error'.
const endpoint = await listenLocally(server, port);
const client = localClient(endpoint);
await createTables(client, tables);
client.destroy();
parentPort?.postMessage({ endpoint });
