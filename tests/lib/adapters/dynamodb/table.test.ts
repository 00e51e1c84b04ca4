// What every request to a table has in common. Its exact form is held by executions.test.ts, deliveries.test.ts and topics.test.ts.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import { expect, test } from '@jest/globals';
import { createTable } from '../../../../lib/adapters/dynamodb/table.ts';
import { invocationAt } from '../../../support/executions.ts';
import { failedCondition, scriptedClient } from './scripted-client.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const { client, sent, answers } = scriptedClient();
const table = createTable(client, 'executions', 'trace_id');
const item = { trace_id: { S: 'task-7' } };
const absent = 'attribute_not_exists(trace_id)';

test('each request counts as a call to the store, whatever its answer', async () => {
  const invocation = invocationAt(nowMs);
  answers.push(failedCondition(), { body: { Item: item } });
  expect(await table.put(item, absent, undefined, invocation)).toBeInstanceOf(
    ConditionalCheckFailedException,
  );
  expect(await table.get('task-7', invocation)).toEqual(item);
  expect(invocation.storeCalls).toBe(2);
});

test('an update names its attributes by aliases only where it sets them or DynamoDB reserves them', async () => {
  const values = { ':token': { S: 'mine' } };
  const invocation = invocationAt(nowMs);
  await table.update('task-7', { remove: ['lease_until'], condition: 'a = :token', values }, invocation);
  const set = { state: { S: 'done' } };
  await table.update('task-7', { set, condition: '#token = :token', values }, invocation);
  expect(sent.map(({ input }) => input)).toMatchObject([
    { UpdateExpression: 'REMOVE lease_until', ExpressionAttributeValues: values },
    {
      UpdateExpression: 'SET #state = :new_state',
      ExpressionAttributeNames: { '#state': 'state', '#token': 'token' },
      ExpressionAttributeValues: { ...values, ':new_state': { S: 'done' } },
    },
  ]);
  expect(sent[0]?.input).not.toHaveProperty('ExpressionAttributeNames');
});

test.each([
  ['ProvisionedThroughputExceededException', 400],
  ['InternalServerError', 500],
])('%s means that the store is unavailable', async (name, status) => {
  answers.push({ status, body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no' } });
  await expect(table.put(item, absent, undefined, invocationAt(nowMs))).rejects.toMatchObject({
    name: 'FailureError',
    failure: { code: 'store_unavailable', cause: name, retryAfterSeconds: 1 },
  });
});

test('an invocation without time for an answer sends nothing', async () => {
  const late = invocationAt(nowMs, { remainingMs: () => 500 });
  await expect(table.put(item, absent, undefined, late)).rejects.toMatchObject({
    failure: { code: 'store_unavailable', cause: 'AbortError' },
  });
  expect(sent).toEqual([]);
});
