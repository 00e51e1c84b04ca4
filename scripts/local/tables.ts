// Reads the service's two tables from scripts/deploy/tables.yml, and creates them in a local store.

import { readFile } from 'node:fs/promises';
import {
  CreateTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
  type CreateTableCommandInput,
} from '@aws-sdk/client-dynamodb';
import { parse } from 'yaml';
import { field } from '../../lib/domain/json.ts';

export type TableInputs = {
  readonly executions: CreateTableCommandInput;
  readonly topics: CreateTableCommandInput;
};

const tablesFile = new URL('../deploy/tables.yml', import.meta.url);

/** The two tables of the service, named for `stage`, as inputs of CreateTable. */
export async function readTables(stage: string): Promise<TableInputs> {
  const resources: unknown = parse(await readFile(tablesFile, 'utf8'));
  const read = (logicalId: string): CreateTableCommandInput => {
    const properties = field(field(resources, logicalId), 'Properties') as
      CreateTableCommandInput | undefined;
    if (properties?.TableName === undefined)
      throw new Error(`tables.yml: the resource ${logicalId} is missing, or has no TableName`);
    const { TableName, KeySchema, AttributeDefinitions } = properties;
    return {
      TableName: TableName.replace('${self:service}', 'workflow-executor').replace('${sls:stage}', stage),
      // The rest (recovery, encryption, tags) is for AWS alone: a local store knows nothing of it.
      KeySchema,
      AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
    };
  };
  return { executions: read('ExecutionsTable'), topics: read('TopicsTable') };
}

/** A client of the store at `endpoint`, which takes any credentials. */
export function localClient(endpoint: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
}

/** Creates what is missing of `tables` and waits until it can be used. A table that is there stays as it is. */
export async function createTables(client: DynamoDBClient, tables: TableInputs): Promise<void> {
  await Promise.all([createTable(client, tables.executions), createTable(client, tables.topics)]);
}

async function createTable(client: DynamoDBClient, table: CreateTableCommandInput): Promise<void> {
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ResourceInUseException') throw error;
  }
  await waitUntilTableExists(
    { client, minDelay: 0.01, maxDelay: 0.01, maxWaitTime: 10 },
    { TableName: table.TableName },
  );
}
