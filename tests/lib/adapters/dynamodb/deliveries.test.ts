// The requests that a delivery makes to DynamoDB, exactly, and what each answer means.
import { expect, test } from '@jest/globals';
import { createExecutions } from '../../../../lib/adapters/dynamodb/executions.ts';
import { writeItem } from '../../../../lib/adapters/dynamodb/items.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../../support/executions.ts';
import { failedCondition, scriptedClient } from './scripted-client.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30, 0, 999);
const invocation = invocationAt(nowMs, { leaseOwner: 'mine' });
const due = { traceId: 'reminder-7', effectKey: 'key' };
const claimed = pendingExecution({ traceId: due.traceId, effectKey: 'key', effectAtSeconds: 7 });
const existing = doneExecution({ traceId: due.traceId, leaseOwner: 'theirs' });

const { client, sent, answers } = scriptedClient();
const executions = createExecutions(client, 'executions', undefined);
const retained = createExecutions(client, 'executions', 30);

const update = {
  TableName: 'executions',
  Key: { trace_id: { S: due.traceId } },
  ReturnValues: 'NONE',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};
const claim = {
  ...update,
  ConditionExpression:
    'effect_key = :key AND effect_at <= :due AND attribute_not_exists(delivered_at) AND ' +
    '(attribute_not_exists(delivery_until) OR delivery_until <= :now OR delivery_token = :token)',
  ReturnValues: 'ALL_NEW',
  UpdateExpression: 'SET #delivery_token = :new_delivery_token, #delivery_until = :new_delivery_until',
  ExpressionAttributeNames: { '#delivery_token': 'delivery_token', '#delivery_until': 'delivery_until' },
  ExpressionAttributeValues: {
    ':key': { S: 'key' },
    ':due': { N: '9' },
    ':now': { N: String(nowMs) },
    ':token': { S: invocation.leaseOwner },
    ':new_delivery_token': { S: invocation.leaseOwner },
    ':new_delivery_until': { N: String(invocation.deadlineMs + 2_000) },
  },
};

test('claimDelivery claims what is due, not delivered, and not claimed by another', async () => {
  answers.push({ body: { Attributes: writeItem(claimed, undefined) } });
  expect(await executions.claimDelivery(due, 9, invocation)).toEqual(claimed);
  expect(sent).toEqual([{ operation: 'UpdateItem', input: claim }]);
});

test('where its condition fails, claimDelivery returns the existing execution, if there is one', async () => {
  answers.push(failedCondition(existing));
  expect(await executions.claimDelivery(due, 9, invocation)).toEqual(existing);
  expect(sent).toHaveLength(1);
  answers.push(failedCondition(), { body: { Item: writeItem(existing, undefined) } });
  expect(await executions.claimDelivery(due, 9, invocation)).toEqual(existing);
  answers.push(failedCondition(), { body: {} });
  expect(await executions.claimDelivery(due, 9, invocation)).toBeUndefined();
});

test.each([
  ['without a retention', () => executions, undefined],
  ['with a retention of 30 days', () => retained, '2031-05-01T09:31:00Z'],
] as const)('%s, markDelivered marks a delivery that is still ours', async (_how, port, expiry) => {
  await port().markDelivered(due, '2031-04-01T09:31:00Z', invocation);
  const names = ['delivered_at', ...(expiry === undefined ? [] : ['expires_at'])];
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        ConditionExpression: 'effect_key = :key AND delivery_token = :token',
        UpdateExpression: `SET ${names.map((name) => `#${name} = :new_${name}`).join(', ')} REMOVE delivery_token, delivery_until`,
        ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ':key': { S: 'key' },
          ':token': { S: invocation.leaseOwner },
          ':new_delivered_at': { S: '2031-04-01T09:31:00Z' },
          ...(expiry !== undefined && { ':new_expires_at': { N: String(Date.parse(expiry) / 1000) } }),
        },
      },
    },
  ]);
});

test('releaseDelivery removes the claim of a delivery that is still ours', async () => {
  await executions.releaseDelivery(due, invocation);
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        ConditionExpression: 'effect_key = :key AND delivery_token = :token',
        UpdateExpression: 'REMOVE delivery_token, delivery_until',
        ExpressionAttributeValues: { ':key': { S: 'key' }, ':token': { S: invocation.leaseOwner } },
      },
    },
  ]);
});
