import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, expect, test } from '@jest/globals';
import { openLocalStore } from '../../scripts/local/store.ts';
import { localClient } from '../../scripts/local/tables.ts';
import { startStore } from '../../scripts/local/store.ts';
import { announce, findRunning, statePaths } from '../../scripts/local/state.ts';
import { readTables } from '../../scripts/local/tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'store-'));
const paths = statePaths({ STATE_FOLDER: folder });

afterAll(() => rmSync(folder, { recursive: true }));

/** Hangs up in the middle of a request, which dynalite does not survive. Gives whether it died within 5 seconds. */
async function hangUpHalfway(endpoint: string, host = new URL(endpoint).host): Promise<boolean> {
  const port = Number(new URL(endpoint).port);
  const [witness, socket] = [connect(port, '127.0.0.1'), connect(port, '127.0.0.1')];
  await Promise.all([once(witness, 'connect'), once(socket, 'connect')]);
  let died = false;
  witness.once('close', () => (died = true)).once('error', () => undefined);
  socket.write(`POST / HTTP/1.1\r\nhost: ${host}\r\ncontent-length: 10\r\n\r\nhalf`);
  await new Promise((resolve) => setTimeout(resolve, 100));
  socket.destroy();
  for (const deadline = Date.now() + 5_000; !died && Date.now() < deadline;)
    await new Promise((resolve) => setTimeout(resolve, 50));
  witness.destroy();
  return died;
}

test('a store that dies starts again at the same address, with all data that it had confirmed', async () => {
  const tables = await readTables('local');
  const store = await startStore(paths.store, tables);
  const client = localClient(store.endpoint);
  const table = { TableName: tables.topics.TableName };
  const item = { topic: { S: 'kept' } };
  await client.send(new PutItemCommand({ ...table, Item: item }));
  expect(await hangUpHalfway(store.endpoint)).toBe(true);
  let found: unknown;
  for (const deadline = Date.now() + 15_000; found === undefined && Date.now() < deadline;) {
    found = await client.send(new GetItemCommand({ ...table, Key: item })).then(
      ({ Item }) => Item,
      () => undefined,
    );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  client.destroy();
  await store.close();
  expect(found).toEqual(item);
});

test('a tool opens the store itself when the announced server is gone', async () => {
  const gone = {
    pid: process.pid,
    port: 1,
    storeEndpoint: 'http://127.0.0.1:1',
    schedulerEndpoint: 'http://127.0.0.1:1',
  };
  announce(paths, gone);
  expect(findRunning(paths)).toEqual(gone);
  const store = await openLocalStore({ STATE_FOLDER: folder });
  expect(store.endpoint).not.toBe(gone.storeEndpoint);
  const attached = { ...gone, storeEndpoint: store.endpoint };
  announce(paths, attached);
  const second = await openLocalStore({ STATE_FOLDER: folder });
  expect(second.endpoint).toBe(store.endpoint);
  await second.close();
  expect((await fetch(store.endpoint)).status).toBe(200);
  await store.close();
});

test('a server whose process has ended is not found', () => {
  announce(paths, { pid: 2 ** 22 + 1, port: 1, storeEndpoint: '', schedulerEndpoint: '' });
  expect(findRunning(paths)).toBeUndefined();
});
