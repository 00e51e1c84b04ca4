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

const batchSize = 25;

export async function startStore() {
  fetchDynamoDbLocal();
  const { endpoint, stop } = await spawnDynamoDbLocal();
  const client = localClient(endpoint);
  return {
    endpoint,
    async createTable(name: string, key = 'trace_id'): Promise<void> {
      await client.send(
        new CreateTableCommand({
          TableName: name,
          BillingMode: 'PAY_PER_REQUEST',
          KeySchema: [{ AttributeName: key, KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: key, AttributeType: 'S' }],
        }),
      );
    },
    /** Writes `count` copies of an item, each under a trace id of its own. */
    async fill(table: string, item: Item, count: number): Promise<void> {
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
    async itemsOf(table: string): Promise<Item[]> {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table, ConsistentRead: true }));
      return Items;
    },
    /** Bytes of its items; on AWS this figure is some hours old. */
    async sizeOf(name: string): Promise<number> {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: name }));
      return Table?.TableSizeBytes ?? Number.NaN;
    },
    async stop(): Promise<void> {
      client.destroy();
      await stop();
    },
  };
}
