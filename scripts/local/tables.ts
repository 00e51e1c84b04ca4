// Owns the tables as DynamoDB is asked for them: definitions from serverless.yml, and their creation in a local store.
// Leaves reading the file to template.ts and running a store to store.ts.

import {
  CreateTableCommand,
  DescribeTableCommand,
  type CreateTableCommandInput,
  DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { isRecord, readTemplate, resolveVariables } from './template.ts';

export interface Tables {
  readonly executions: CreateTableCommandInput;
  readonly topics: CreateTableCommandInput;
}

const serverlessFile = new URL('../../serverless.yml', import.meta.url);

/** The two tables of the service, named for `stage`, as inputs of CreateTable. */
export async function readTables(stage: string, file: URL | string = serverlessFile): Promise<Tables> {
  const template = await readTemplate(file);
  const resources = isRecord(template['resources']) ? template['resources'] : {};
  const all = isRecord(resources['Resources']) ? resources['Resources'] : {};

  const read = (logicalId: string): CreateTableCommandInput => {
    const resource = all[logicalId];
    const properties = isRecord(resource) ? resource['Properties'] : undefined;
    if (!isRecord(properties)) throw new Error(`serverless.yml: the resource ${logicalId} is missing`);
    const name = properties['TableName'];
    if (typeof name !== 'string')
      throw new Error(`serverless.yml: the resource ${logicalId} has no TableName`);
    return {
      TableName: resolveVariables(name, template, { stage, env: process.env }),
      // The rest (recovery, encryption, tags) is for AWS alone: a local store knows nothing of it.
      KeySchema: properties['KeySchema'] as CreateTableCommandInput['KeySchema'],
      AttributeDefinitions: properties[
        'AttributeDefinitions'
      ] as CreateTableCommandInput['AttributeDefinitions'],
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
