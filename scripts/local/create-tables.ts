// Owns the creation of the tables in a local store, and the client for one.

import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import type { Tables } from './tables.ts';

/** A client of the store at `endpoint`, which takes any credentials. */
export function localClient(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

/** Creates what is missing of `tables` and waits until it can be used. A table that is there stays as it is. */
export async function createTables(client: DynamoDBClient, tables: Tables): Promise<void> {
  await Promise.all([createTable(client, tables.executions), createTable(client, tables.topics)]);
}

async function createTable(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  }
  const deadlineMs = Date.now() + 10_000;
  for (;;) {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table.TableName }));
    if (Table?.TableStatus === 'ACTIVE') return;
    if (Date.now() > deadlineMs)
      throw new Error(`the table ${String(table.TableName)} did not become active`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
