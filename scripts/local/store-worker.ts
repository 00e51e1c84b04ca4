// Owns dynalite: runs it over a folder on disk, in a thread of its own, and creates the tables.
// A thread, since its work then uses the second core, and it can never outlive the server that started it.

import type { AddressInfo } from 'node:net';
import { parentPort, workerData } from 'node:worker_threads';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { createTables, localClient } from './create-tables.ts';
import { guard } from './guard.ts';
import type { Tables } from './tables.ts';

export interface StoreWorkerData {
  readonly folder: string;
  readonly port: number;
  readonly tables: Tables;
}

const { folder, port, tables } = workerData as StoreWorkerData;
const server = dynalite({ path: folder, createTableMs: 0 });
// A client that reuses a connection just as the server drops it would see a reset: idle connections stay open.
server.keepAliveTimeout = 0;
// dynalite by itself lets every web page in (Access-Control-Allow-Origin: *); its answer to a page is never asked for.
guard(server, { hasPages: false });

server.listen(port, '127.0.0.1', () => {
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  announce(localClient(endpoint), endpoint).catch((error: unknown) => {
    // Thrown outside of any promise it ends the thread, and is told to the one who started it.
    setImmediate(() => {
      throw error;
    });
  });
});

async function announce(client: DynamoDBClient, endpoint: string): Promise<void> {
  await createTables(client, tables);
  client.destroy();
  parentPort?.postMessage({ endpoint });
}

parentPort?.once('message', () => {
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
