import { expect, test } from '@jest/globals';
import { readTables } from '../../scripts/local/tables.ts';

test('the tables have the keys of serverless.yml, and names with the stage', async () => {
  expect(await readTables('demo')).toEqual({
    executions: {
      TableName: 'workflow-executor-demo-executions',
      KeySchema: [{ AttributeName: 'trace_id', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'trace_id', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
    topics: {
      TableName: 'workflow-executor-demo-topics',
      KeySchema: [{ AttributeName: 'topic', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'topic', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
    },
  });
});
