// Owns what goes over the wire to DynamoDB, to the letter, and what is made of each kind of answer. What a store then does is
// held by tests/lib/ports/executions.test.ts.
import { Readable } from 'node:stream';
import { beforeEach, expect, test } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createExecutions } from '../../../../lib/adapters/dynamodb/executions.ts';
import { writeItem } from '../../../../lib/adapters/dynamodb/items.ts';
import { createTopics } from '../../../../lib/adapters/dynamodb/topics.ts';
import type { Execution } from '../../../../lib/domain/execution.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../../support/executions.ts';

interface Sent {
  readonly operation: string;
  readonly input: unknown;
}
interface Answer {
  readonly status?: number;
  readonly body: object;
  readonly requestId?: string | undefined;
}

const nowMs = Date.UTC(2031, 3, 1, 9, 30, 0, 999);
const nowSeconds = Math.floor(nowMs / 1000);
const invocation = invocationAt(nowMs, { leaseOwner: 'mine' });
const traceId = 'reminder-7';
const Key = { trace_id: { S: traceId } };
const done = doneExecution({ traceId, leaseOwner: 'mine' });
const pending = pendingExecution({ traceId, leaseOwner: 'mine', leaseUntilMs: nowMs + 12_000 });
const standing = doneExecution({ traceId, leaseOwner: 'theirs' });

let sent: Sent[] = [];
let answers: Answer[] = [];

const client = new DynamoDBClient({
  region: 'us-east-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  maxAttempts: 1,
  requestHandler: {
    handle: (
      request: { headers: Record<string, string>; body: Uint8Array },
      { abortSignal }: { abortSignal?: AbortSignal },
    ) => {
      if (abortSignal?.aborted === true) throw Object.assign(new Error('aborted'), { name: 'AbortError' });
      const operation = (request.headers['x-amz-target'] ?? '').replace(/^.*\./, '');
      sent.push({ operation, input: JSON.parse(new TextDecoder().decode(request.body)) });
      const { status = 200, body, requestId = 'of-dynamodb' } = answers.shift() ?? { body: {} };
      const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': requestId };
      const response = { statusCode: status, headers, body: Readable.from([JSON.stringify(body)]) };
      return Promise.resolve({ response });
    },
  } as never,
});
const executions = createExecutions(client, 'executions', undefined);
const retained = createExecutions(client, 'executions', 30);

const failedCondition = (held?: Execution): Answer => ({
  status: 400,
  body: {
    __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException',
    message: 'The conditional request failed',
    ...(held && { Item: writeItem(held, undefined) }),
  },
});

beforeEach(() => {
  sent = [];
  answers = [];
});

const find = {
  operation: 'GetItem',
  input: { TableName: 'executions', Key, ConsistentRead: true },
};

test('find reads consistently, by the key', async () => {
  answers = [{ body: { Item: writeItem(standing, undefined) } }];
  expect(await executions.find(traceId, invocation)).toEqual(standing);
  expect(sent).toEqual([find]);
});

test('find gives nothing where there is no item', async () => {
  expect(await executions.find(traceId, invocation)).toBeUndefined();
  expect(await retained.find(traceId, invocation)).toBeUndefined();
});

test('an item at its time counts as absent only where executions expire', async () => {
  const atItsTime = { body: { Item: writeItem(standing, nowSeconds) } };
  const before = { body: { Item: writeItem(standing, nowSeconds + 1) } };
  answers = [atItsTime, atItsTime, before];
  expect(await retained.find(traceId, invocation)).toBeUndefined();
  expect(await executions.find(traceId, invocation)).toEqual(standing);
  expect(await retained.find(traceId, invocation)).toEqual(standing);
});

const put = {
  TableName: 'executions',
  ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
};

test('record writes if nothing is there', async () => {
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

test('record writes over what has expired, where executions expire', async () => {
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
const ours = { ':pending': { S: 'pending' }, ':token': { S: 'mine' } };

test.each([
  ['done', '{"made":1}', '{"made":1}'],
  ['failed', undefined, ''],
] as const)('settle makes our claim %s', async (state, resultJson, written) => {
  expect(await executions.complete({ ...pending, state, resultJson }, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        UpdateExpression:
          'SET #state = :new_state, #execution_result = :new_execution_result REMOVE planned_result, lease_since, lease_until',
        ExpressionAttributeNames: {
          '#state': 'state',
          '#token': 'token',
          '#execution_result': 'execution_result',
        },
        ExpressionAttributeValues: {
          ...ours,
          ':new_state': { S: state },
          ':new_execution_result': { S: written },
        },
      },
    },
  ]);
});

const next = {
  ...pending,
  leaseOwner: 'theirs',
  leaseSinceMs: nowMs,
  leaseUntilMs: nowMs + 12_000,
  plannedJson: '{"planned":1}',
  effectKey: 'key',
  effectAtSeconds: 7,
};

test('take over gives a claim to its next holder if it is still held as it was seen', async () => {
  answers = [{ body: { Attributes: writeItem(next, undefined) } }];
  expect(await executions.takeOver(pending, next, invocation)).toEqual(next);
  const set = {
    token: { S: 'theirs' },
    lease_since: { N: String(nowMs) },
    lease_until: { N: String(nowMs + 12_000) },
    planned_result: { S: '{"planned":1}' },
    effect_key: { S: 'key' },
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
          ...ours,
          ...Object.fromEntries(Object.entries(set).map(([name, value]) => [`:new_${name}`, value])),
        },
      },
    },
  ]);
});

test('hand back ends the lease of our claim', async () => {
  expect(await executions.release(pending, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        UpdateExpression: 'SET #lease_until = :new_lease_until',
        ExpressionAttributeNames: { '#lease_until': 'lease_until', '#state': 'state', '#token': 'token' },
        ExpressionAttributeValues: { ...ours, ':new_lease_until': { N: '0' } },
      },
    },
  ]);
});

test('a delivery is given up without a name beside its expressions', async () => {
  await executions.releaseDelivery({ traceId: pending.traceId, effectKey: 'key' }, invocation);
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

const due = { traceId: pending.traceId, effectKey: 'key' };
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

test('a delivery is claimed if it is due, not done, and in no one else’s hands', async () => {
  answers = [{ body: { Attributes: writeItem(next, undefined) } }];
  expect(await executions.claimDelivery(due, 9, invocation)).toEqual(next);
  expect(sent).toEqual([{ operation: 'UpdateItem', input: claim }]);
});

test('a claim of a delivery that fails gives what stands there, sent along or asked for', async () => {
  answers = [failedCondition(standing)];
  expect(await executions.claimDelivery(due, 9, invocation)).toEqual(standing);
  expect(sent).toHaveLength(1);
  answers = [failedCondition(), { body: { Item: writeItem(standing, undefined) } }];
  expect(await executions.claimDelivery(due, 9, invocation)).toEqual(standing);
  answers = [failedCondition(), { body: {} }];
  expect(await executions.claimDelivery(due, 9, invocation)).toBeUndefined();
});

test.each([
  ['for good', () => executions, undefined],
  ['for a while', () => retained, '2031-05-01T09:31:00Z'],
] as const)('a delivery that is kept %s is marked if it is still ours', async (_how, port, expiry) => {
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

test('where executions expire, a refusal that is settled gets its time, and an effect to come gets none', async () => {
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

test('where executions expire, an effect to come is written without a time', async () => {
  await retained.putIfAbsent({ ...pending, effectAtSeconds: 7 }, invocation);
  expect(sent[0]?.input).toMatchObject({ Item: writeItem({ ...pending, effectAtSeconds: 7 }, undefined) });
  expect(sent[0]?.input).not.toHaveProperty('Item.expires_at');
});

test('a claim that is not ours any more needs no handing back', async () => {
  answers = [failedCondition(standing)];
  expect(await executions.release(pending, invocation)).toBeUndefined();
  expect(sent).toHaveLength(1);
});

const steps = [
  ['putIfAbsent', () => executions.putIfAbsent(done, invocation)],
  ['take over', () => executions.takeOver(pending, next, invocation)],
  ['complete', () => executions.complete(done, invocation)],
] as const;

test.each(steps)('%s gives what the store sends along when its condition fails', async (_step, take) => {
  answers = [failedCondition(standing)];
  expect(await take()).toEqual(standing);
  expect(sent).toHaveLength(1);
});

test.each(steps)('%s asks for what stands there when the store does not send it', async (_step, take) => {
  answers = [failedCondition(), { body: { Item: writeItem(standing, undefined) } }];
  expect(await take()).toEqual(standing);
  expect(sent.slice(1)).toEqual([find]);
});

test.each(steps)('%s cannot be confirmed when what stood there is gone', async (_step, take) => {
  answers = [failedCondition(), { body: {} }];
  await expect(take()).rejects.toMatchObject({
    failure: { code: 'store_unavailable', cause: 'ExecutionVanished' },
  });
});

test('each call is counted', async () => {
  const counted = invocationAt(nowMs);
  answers = [failedCondition(), { body: { Item: writeItem(standing, undefined) } }];
  await executions.putIfAbsent(done, counted);
  expect(counted.storeCalls).toBe(2);
});

test.each([
  ['ProvisionedThroughputExceededException', 400],
  ['InternalServerError', 500],
])('%s is told as a store that is not to be had', async (name, status) => {
  answers = [{ status, body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no' } }];
  await expect(executions.putIfAbsent(done, invocation)).rejects.toMatchObject({
    name: 'FailureError',
    failure: { code: 'store_unavailable', cause: name, retryAfterSeconds: 1 },
  });
});

test('an invocation whose time is up sends nothing', async () => {
  const late = invocationAt(nowMs, { remainingMs: () => 500 });
  await expect(executions.putIfAbsent(done, late)).rejects.toMatchObject({
    failure: { code: 'store_unavailable', cause: 'AbortError' },
  });
  expect(sent).toEqual([]);
});

test('a topic is read consistently, by its name, and its text given as it stands', async () => {
  answers = [{ body: { Item: { topic: { S: 'gate code' }, data: { S: '{ "a": 1 }' } } } }];
  const topics = createTopics(client, 'topics');
  expect(await topics.find('gate code', invocation)).toBe('{ "a": 1 }');
  const input = { TableName: 'topics', Key: { topic: { S: 'gate code' } }, ConsistentRead: true };
  expect(sent).toEqual([{ operation: 'GetItem', input }]);
});

test.each([
  ['is not there', {}],
  ['has no text', { Item: { topic: { S: 'gate code' } } }],
  ['has data of another type', { Item: { topic: { S: 'gate code' }, data: { N: '1' } } }],
])('a topic that %s is none', async (_what, body) => {
  answers = [{ body }];
  expect(await createTopics(client, 'topics').find('gate code', invocation)).toBeUndefined();
});

test('a topic whose text is not JSON is not given', async () => {
  answers = [{ body: { Item: { topic: { S: 'gate code' }, data: { S: '{' } } } }];
  await expect(createTopics(client, 'topics').find('gate code', invocation)).rejects.toThrow(SyntaxError);
});
