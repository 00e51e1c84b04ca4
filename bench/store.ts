// A DynamoDB Local for a measure, with the tables that the measure asks for.
import type { Item } from '../lib/adapters/dynamodb/table.ts';
import { BatchWriteItemCommand, CreateTableCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { fetchDynamoDbLocal } from '../scripts/dynamodb-local.ts';
import { localClient } from '../scripts/local/tables.ts';
import { spawnDynamoDbLocal } from '../tests/support/dynamodb-local.ts';

export type BenchStore = {
  readonly endpoint: string;
  readonly createTable: (name: string, key?: string) => Promise<void>;
  /** Writes `count` copies of an item, each under a trace id of its own. */
  readonly fill: (table: string, item: Item, count: number) => Promise<void>;
  readonly itemsOf: (table: string) => Promise<Item[]>;
  readonly stop: () => Promise<void>;
};

const batchSize = 25;
const lanes = 4;

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
      let next = 0;
      const lane = async (): Promise<void> => {
        while (next < count) {
          const first = next;
          next += batchSize;
          const puts = Array.from({ length: Math.min(batchSize, count - first) }, (_, offset) => ({
            PutRequest: { Item: { ...item, trace_id: { S: `stored-${first + offset}` } } },
          }));
          const batch = new BatchWriteItemCommand({ RequestItems: { [table]: puts } });
          const { UnprocessedItems = {} } = await client.send(batch);
          if (Object.keys(UnprocessedItems).length > 0) throw new Error('A batch left items out.');
        }
      };
      await Promise.all(Array.from({ length: lanes }, lane));
    },
    async itemsOf(table) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
      return Items;
    },
    async stop() {
      client.destroy();
      await stop();
    },
  };
}
