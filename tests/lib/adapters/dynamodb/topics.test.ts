// Owns: which topics are asked for at all. What is sent for them is shown by executions.test.ts.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { createTopics } from '../../../../lib/adapters/dynamodb/topics.ts';
import { invocationAt } from '../../../support/executions.ts';

test.each([
  ['2,048 bytes', 'é'.repeat(1024), 1],
  ['2,049 bytes', `${'é'.repeat(1024)}e`, 0],
])('a topic of %s is asked for only if DynamoDB takes it as a key', async (_what, topic, times) => {
  let asked = 0;
  const client = { send: () => Promise.resolve({ $metadata: { requestId: 'r' }, asked: (asked += 1) }) };
  const topics = createTopics(client as unknown as DynamoDBClient, 'topics');
  expect(await topics.find(topic, invocationAt(0))).toBeUndefined();
  expect(asked).toBe(times);
});
