// The requests that executions make to DynamoDB, exactly, and what each answer means. What a real store does with them is held by
// tests/lib/ports/executions.test.ts.
import { expect, test } from '@jest/globals';
import { createExecutions } from '../../../../lib/adapters/dynamodb/executions.ts';
import { writeItem } from '../../../../lib/adapters/dynamodb/items.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../../support/executions.ts';
import { failedCondition, scriptedClient } from './scripted-client.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30, 0, 999);
const nowSeconds = Math.floor(nowMs / 1000);
const invocation = invocationAt(nowMs, { leaseOwner: 'mine' });
const traceId = 'reminder-7';
const Key = { trace_id: { S: traceId } };
const done = doneExecution({ traceId, leaseOwner: 'mine' });
const pending = pendingExecution({ traceId, leaseOwner: 'mine', leaseUntilMs: nowMs + 12_000 });
const existing = doneExecution({ traceId, leaseOwner: 'theirs' });

const { client, sent, answers } = scriptedClient();
const executions = createExecutions(client, 'executions', undefined);
const retained = createExecutions(client, 'executions', 30);

const find = {
  operation: 'GetItem',
  input: { TableName: 'executions', Key, ConsistentRead: true },
};

test('find reads consistently, by the trace id', async () => {
  answers.push({ body: { Item: writeItem(existing, undefined) } });
  expect(await executions.find(traceId, invocation)).toEqual(existing);
  expect(sent).toEqual([find]);
});

test('find returns undefined where there is no item', async () => {
  expect(await executions.find(traceId, invocation)).toBeUndefined();
  expect(await retained.find(traceId, invocation)).toBeUndefined();
});

test('an expired item counts as absent only with a retention', async () => {
  const expired = { body: { Item: writeItem(existing, nowSeconds) } };
  const oneSecondBefore = { body: { Item: writeItem(existing, nowSeconds + 1) } };
  answers.push(expired, expired, oneSecondBefore);
  expect(await retained.find(traceId, invocation)).toBeUndefined();
  expect(await executions.find(traceId, invocation)).toEqual(existing);
  expect(await retained.find(traceId, invocation)).toEqual(existing);
});

const put = {
  TableName: 'executions',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};

test('putIfAbsent writes on condition that there is no item', async () => {
  expect(await executions.putIfAbsent(done, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'PutItem',
      input: {
        ...put,
        Item: writeItem(done, undefined),
        ConditionExpression: 'attribute_not_exists(trace_id)',
      },
    },
  ]);
});

test('with a retention, putIfAbsent replaces an expired item', async () => {
  expect(await retained.putIfAbsent(done, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'PutItem',
      input: {
        ...put,
        Item: writeItem(done, nowSeconds + 30 * 86_400),
        ConditionExpression: 'attribute_not_exists(trace_id) OR expires_at <= :now',
        ExpressionAttributeValues: { ':now': { N: String(nowSeconds) } },
      },
    },
  ]);
});

const update = {
  TableName: 'executions',
  Key,
  ConditionExpression: '#state = :pending AND #token = :token',
  ReturnValues: 'NONE',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};
const leasedByUs = { ':pending': { S: 'pending' }, ':token': { S: 'mine' } };

test.each([
  ['done', '{"made":1}', '{"made":1}'],
  ['failed', undefined, ''],
] as const)('complete turns our claim into %s', async (state, resultJson, written) => {
  expect(await executions.complete({ ...pending, state, resultJson }, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        UpdateExpression:
          'SET #state = :new_state, #execution_result = :new_execution_result REMOVE planned_result, due_at, lease_since, lease_until',
        ExpressionAttributeNames: {
          '#state': 'state',
          '#token': 'token',
          '#execution_result': 'execution_result',
        },
        ExpressionAttributeValues: {
          ...leasedByUs,
          ':new_state': { S: state },
          ':new_execution_result': { S: written },
        },
      },
    },
  ]);
});

const taken = {
  ...pending,
  leaseOwner: 'theirs',
  leaseSinceMs: nowMs,
  leaseUntilMs: nowMs + 12_000,
  plannedJson: '{"planned":1}',
  effectKey: 'key',
  adapter: 'eventbridge',
  effectAtSeconds: 7,
};

test('takeOver gives a claim its next owner on condition that its owner is still the one that was seen', async () => {
  answers.push({ body: { Attributes: writeItem(taken, undefined) } });
  expect(await executions.takeOver(pending, taken, invocation)).toEqual(taken);
  const set = {
    token: { S: 'theirs' },
    lease_since: { N: String(nowMs) },
    lease_until: { N: String(nowMs + 12_000) },
    planned_result: { S: '{"planned":1}' },
    effect_key: { S: 'key' },
    adapter: { S: 'eventbridge' },
    effect_at: { N: '7' },
  };
  const names = Object.keys(set);
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        ReturnValues: 'ALL_NEW',
        UpdateExpression: `SET ${names.map((name) => `#${name} = :new_${name}`).join(', ')} REMOVE expires_at`,
        ExpressionAttributeNames: Object.fromEntries([...names, 'state'].map((name) => [`#${name}`, name])),
        ExpressionAttributeValues: {
          ...leasedByUs,
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:new_${name}`, value])),
        },
      },
    },
  ]);
});

test('release ends the lease of our claim', async () => {
  expect(await executions.release(pending, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        UpdateExpression: 'SET #lease_until = :new_lease_until',
        ExpressionAttributeNames: { '#lease_until': 'lease_until', '#state': 'state', '#token': 'token' },
        ExpressionAttributeValues: { ...leasedByUs, ':new_lease_until': { N: '0' } },
      },
    },
  ]);
});

test('release returns although the claim is not ours any more', async () => {
  answers.push(failedCondition(existing));
  expect(await executions.release(pending, invocation)).toBeUndefined();
  expect(sent).toHaveLength(1);
});

test('with a retention, complete sets the expiry of all but an effect that is to be delivered', async () => {
  await retained.complete(
    { ...pending, effectAtSeconds: 7, state: 'failed', resultJson: '{}', httpStatus: 502 },
    invocation,
  );
  await retained.complete({ ...pending, effectAtSeconds: 7, state: 'done', resultJson: '{}' }, invocation);
  await retained.complete({ ...pending, state: 'done', resultJson: '{}' }, invocation);
  await retained.complete(
    { ...pending, effectAtSeconds: 7, deliveredAt: 'x', state: 'done', resultJson: '{}' },
    invocation,
  );
  const values = sent.map(
    ({ input }) => (input as { ExpressionAttributeValues: object }).ExpressionAttributeValues,
  );
  const expires = { ':new_expires_at': { N: String(nowSeconds + 30 * 86_400) } };
  expect(values[0]).toMatchObject({ ...expires, ':new_http_status': { N: '502' } });
  expect(values[1]).not.toHaveProperty(':new_expires_at');
  expect(values[2]).toMatchObject(expires);
  expect(values[3]).toMatchObject(expires);
  expect(values[1]).not.toHaveProperty(':new_http_status');
});

test('with a retention, an effect that is to be delivered is written without an expiry', async () => {
  await retained.putIfAbsent({ ...pending, effectAtSeconds: 7 }, invocation);
  expect(sent[0]?.input).toMatchObject({ Item: writeItem({ ...pending, effectAtSeconds: 7 }, undefined) });
  expect(sent[0]?.input).not.toHaveProperty('Item.expires_at');
});

const writes = [
  ['putIfAbsent', () => executions.putIfAbsent(done, invocation)],
  ['takeOver', () => executions.takeOver(pending, taken, invocation)],
  ['complete', () => executions.complete(done, invocation)],
] as const;

test.each(writes)(
  'where its condition fails, %s returns the item that the store sends along',
  async (_step, write) => {
    answers.push(failedCondition(existing));
    expect(await write()).toEqual(existing);
    expect(sent).toHaveLength(1);
  },
);

test.each(writes)(
  'where the store does not send it along, %s reads the existing item',
  async (_step, write) => {
    answers.push(failedCondition(), { body: { Item: writeItem(existing, undefined) } });
    expect(await write()).toEqual(existing);
    expect(sent.slice(1)).toEqual([find]);
  },
);

test.each(writes)('%s fails where the existing item has vanished meanwhile', async (_step, write) => {
  answers.push(failedCondition(), { body: {} });
  await expect(write()).rejects.toMatchObject({
    failure: { code: 'store_unavailable', cause: 'ExecutionVanished' },
  });
});

test('a take-over for an outside system that only has to know the time keeps that time, and none for a delivery', async () => {
  const { effectAtSeconds: dueSeconds, ...rest } = taken;
  const outside = { ...rest, adapter: 'calendar', dueSeconds };
  answers.push({ body: { Attributes: writeItem(outside, undefined) } });
  expect(await executions.takeOver(pending, outside, invocation)).toEqual(outside);
  const { ExpressionAttributeValues: values } = (sent[0]?.input ?? {}) as {
    ExpressionAttributeValues?: object;
  };
  expect(values).toMatchObject({ ':new_adapter': { S: 'calendar' }, ':new_due_at': { N: '7' } });
  expect(values).not.toHaveProperty(':new_effect_at');
});
