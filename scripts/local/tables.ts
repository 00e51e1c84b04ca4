// Owns the tables as DynamoDB is asked for them, read from serverless.yml.
// Leaves reading the file to template.ts, and creating them to create-tables.ts, which loads the AWS client.

import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import { isObject } from '../../lib/domain/json.ts';
import { readTemplate, resolveVariables } from './template.ts';

export interface Tables {
  readonly executions: CreateTableCommandInput;
  readonly topics: CreateTableCommandInput;
}

const serverlessFile = new URL('../../serverless.yml', import.meta.url);

/** The two tables of the service, named for `stage`, as inputs of CreateTable. */
export async function readTables(stage: string, file: URL | string = serverlessFile): Promise<Tables> {
  const template = await readTemplate(file);
  const resources = isObject(template['resources']) ? template['resources'] : {};
  const all = isObject(resources['Resources']) ? resources['Resources'] : {};

  const read = (logicalId: string): CreateTableCommandInput => {
    const resource = all[logicalId];
    const properties = isObject(resource) ? resource['Properties'] : undefined;
    if (!isObject(properties)) throw new Error(`serverless.yml: the resource ${logicalId} is missing`);
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
