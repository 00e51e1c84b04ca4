// Starts a store for one suite, with the tables of serverless.yml: dynalite in memory, or DynamoDB Local.
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { GetItemCommand, paginateScan, PutItemCommand } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import type { Item } from '../../lib/adapters/dynamodb/table.ts';
import { createTables, localClient } from '../../scripts/local/tables.ts';
import { readTables } from '../../scripts/local/tables.ts';
import { spawnDynamoDbLocal } from './dynamodb-local.ts';

export type TestStore = {
  /** Where it listens. */
  readonly endpoint: string;
  readonly executionsTable: string;
  readonly topicsTable: string;
  /** The item of a trace id in the table of executions, with every attribute. */
  readonly itemOf: (traceId: string) => Promise<Item | undefined>;
  /** Puts an execution's item as it is given. */
  readonly putItem: (item: Item) => Promise<void>;
  /** Every execution. */
  readonly items: () => Promise<Item[]>;
  /** Puts the operator's entry on a topic, which must be in its normal form. */
  readonly putTopic: (topic: string, data: unknown) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Does not send the old item along when a condition fails, which DynamoDB does. */
export async function startDynalite(): Promise<TestStore> {
  const server = dynalite({ createTableMs: 0 });
  server.keepAliveTimeout = 0;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return await open(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, async () => {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  });
}

/** How long a `beforeAll` may take that starts a store: Java on a busy machine. */
export const startTimeoutMs = 90_000;

/** DynamoDB Local, the reference: for suites under `describeWith('DynamoDB Local', …)`. */
export async function startDynamoDbLocal(): Promise<TestStore> {
  const { endpoint, stop } = await spawnDynamoDbLocal();
  return await open(endpoint, stop);
}

async function open(endpoint: string, stop: () => Promise<void>): Promise<TestStore> {
  const client = localClient(endpoint);
  const tables = await readTables('test');
  await createTables(client, tables);
  const executionsTable = String(tables.executions.TableName);
  const topicsTable = String(tables.topics.TableName);
  return {
    endpoint,
    executionsTable,
    topicsTable,
    itemOf: async (traceId) => {
      const Key = { trace_id: { S: traceId } };
      const command = new GetItemCommand({ TableName: executionsTable, Key, ConsistentRead: true });
      return (await persist(() => client.send(command))).Item;
    },
    putItem: async (Item) => {
      await client.send(new PutItemCommand({ TableName: executionsTable, Item }));
    },
    items: async () => {
      const items: Item[] = [];
      const input = { TableName: executionsTable, ConsistentRead: true };
      for await (const { Items = [] } of paginateScan({ client }, input)) items.push(...Items);
      return items;
    },
    putTopic: async (topic, data) => {
      const Item = {
        topic: { S: topic },
        data: { S: JSON.stringify(data) },
        updated_at: { S: '2026-01-01' },
      };
      await client.send(new PutItemCommand({ TableName: topicsTable, Item }));
    },
    stop: async () => {
      client.destroy();
      await stop();
    },
  };
}

/** Repeats a read: a store may close an idle connection just when it is used again. */
async function persist<Result>(read: () => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await read();
    } catch (error) {
      if (tries === 3) throw error;
    }
  }
}
