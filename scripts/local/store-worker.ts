// Runs dynalite over a folder on disk and creates the tables. It runs in a thread of its own: it then uses the second core, and
// it cannot outlive the server that started it.

import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import dynalite from 'dynalite';
import { guard } from './guard.ts';
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

server.listen(port, '127.0.0.1', () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = localClient(endpoint);
  createTables(client, tables).then(
    () => {
      client.destroy();
      parentPort?.postMessage({ endpoint });
    },
    (error: unknown) =>
      // Thrown outside of any promise it ends the thread, and reaches the one who started it as 'error'.
      setImmediate(() => {
        throw error;
      }),
  );
});

parentPort?.once('message', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
