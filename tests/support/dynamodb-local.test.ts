// The tests' DynamoDB Local starts empty, answers, and leaves nothing behind.
import { expect, test } from '@jest/globals';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { describeWith } from './describe-with.ts';
import { spawnDynamoDbLocal } from './dynamodb-local.ts';

describeWith('DynamoDB Local', 'a DynamoDB Local of the tests', () => {
  test('starts empty, answers, and is gone after stop', async () => {
    const local = await spawnDynamoDbLocal();
    const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
    const client = new DynamoDBClient({
      endpoint: local.endpoint,
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
    });
    expect((await client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
    await local.stop();
    await expect(client.send(new ListTablesCommand({}))).rejects.toThrow('ECONNREFUSED');
    client.destroy();
  });
});
