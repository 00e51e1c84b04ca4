// A DynamoDB Local with tables that already hold a given number of executions.
import type { Bench } from './bench.ts';
import type { Contender } from './contenders.ts';
import { environment, firstAnswer } from './processes.ts';
import { fetchDynamoDbLocal } from '../scripts/dynamodb-local.ts';
import { readTables } from '../scripts/local/tables.ts';
import { spawnDynamoDbLocal } from '../tests/support/dynamodb-local.ts';

type Item = Record<string, unknown>;

export interface FilledStore {
  readonly endpoint: string;
  stop(): Promise<void>;
}

const ITEMS_A_BATCH = 25;
const LANES = 4;

async function call(endpoint: string, operation: string, body: unknown): Promise<void> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      // DynamoDB Local checks no signature; it only picks its database by access key and region.
      authorization:
        'AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261122/us-east-1/dynamodb/aws4_request, ' +
        'SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(body),
  });
  const answer = await response.text();
  if (!response.ok) throw new Error(`DynamoDB Local refused ${operation}: ${answer}`);
  if (answer.includes('"UnprocessedItems":{"')) throw new Error('DynamoDB Local left items out of a batch.');
}

/** The item that a contender really writes for the documented task. */
async function sampleItem(bench: Bench, contender: Contender): Promise<Item> {
  await bench.standIn.take();
  await firstAnswer(contender, environment(bench.standIn.url));
  const { lastItem } = (await bench.standIn.take())['ours'] ?? {};
  if (!lastItem) throw new Error('The first execution wrote nothing that could be copied.');
  return lastItem;
}

async function fill(endpoint: string, table: string, item: Item, count: number): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    while (next < count) {
      const first = next;
      next += ITEMS_A_BATCH;
      const puts = Array.from({ length: Math.min(ITEMS_A_BATCH, count - first) }, (_, offset) => ({
        PutRequest: { Item: { ...item, trace_id: { S: `stored-${first + offset}` } } },
      }));
      await call(endpoint, 'BatchWriteItem', { RequestItems: { [table]: puts } });
    }
  };
  await Promise.all(Array.from({ length: LANES }, lane));
}

export function tableHolding(count: number): string {
  return `executions-${count}`;
}

/** One table for each of `counts`, filled with copies of what `contender` writes. */
export async function startFilledStore(
  bench: Bench,
  contender: Contender,
  counts: readonly number[],
): Promise<FilledStore> {
  const item = await sampleItem(bench, contender);
  const { executions } = await readTables('prod');
  fetchDynamoDbLocal();
  const { endpoint, stop } = await spawnDynamoDbLocal();
  for (const count of counts) {
    const TableName = tableHolding(count);
    await call(endpoint, 'CreateTable', { ...executions, TableName });
    await fill(endpoint, TableName, item, count);
  }
  return { endpoint, stop };
}
