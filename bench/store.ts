// A DynamoDB Local for a measure, with the tables that the measure asks for.
import type { Item } from '../lib/adapters/dynamodb/table.ts';
import {
  BatchWriteItemCommand,
  CreateTableCommand,
  DescribeTableCommand,
  ScanCommand,
} from '@aws-sdk/client-dynamodb';
import pMap from 'p-map';
import { fetchDynamoDbLocal } from '../scripts/dynamodb-local.ts';
import { localClient } from '../scripts/local/tables.ts';
import { spawnDynamoDbLocal } from '../tests/support/dynamodb-local.ts';

export type BenchStore = {
  readonly endpoint: string;
  readonly createTable: (name: string, key?: string) => Promise<void>;
  /** Writes `count` copies of an item, each under a trace id of its own. */
  readonly fill: (table: string, item: Item, count: number) => Promise<void>;
  readonly itemsOf: (table: string) => Promise<Item[]>;
  /** Bytes of its items; on AWS this figure is some hours old. */
  readonly sizeOf: (table: string) => Promise<number>;
  readonly stop: () => Promise<void>;
};

const batchSize = 25;

export async function startStore(): Promise<BenchStore> {
  fetchDynamoDbLocal();
  const { endpoint, stop } = await spawnDynamoDbLocal();
  const client = localClient(endpoint);
  return {
    endpoint,
    async createTable(name, key = 'trace_id') {
      await client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
        }),
      );
    },
    async fill(table, item, count) {
      const firsts = Array.from({ length: Math.ceil(count / batchSize) }, (_, batch) => batch * batchSize);
      const write = async (first: number): Promise<void> => {
        const puts = Array.from({ length: Math.min(batchSize, count - first) }, (_, offset) => ({
          PutRequest: { Item: { ...item, trace_id: { S: `stored-${first + offset}` } } },
        }));
        const batch = new BatchWriteItemCommand({ RequestItems: { [table]: puts } });
        const { UnprocessedItems = {} } = await client.send(batch);
        if (Object.keys(UnprocessedItems).length > 0) throw new Error('A batch left items out.');
      };
      await pMap(firsts, write, { concurrency: 4 });
    },
    async itemsOf(table) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
      return Items;
    },
    async sizeOf(name) {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
      return Table?.TableSizeBytes ?? Number.NaN;
    },
    async stop() {
      client.destroy();
      await stop();
    },
  };
}
