// Owns what goes over the wire to DynamoDB, to the letter, and what is made of each kind of answer. What a store then does is
// held by executions.test.ts.
import { Readable } from 'node:stream';
import { beforeEach, expect, test } from '@jest/globals';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import { writeItem } from '../../../lib/adapters/dynamodb/items.ts';
import { createTopics } from '../../../lib/adapters/dynamodb/topics.ts';
import type { Execution } from '../../../lib/adapters/ports.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';

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
const invocation = invocationAt(nowMs, { token: 'mine' });
const traceId = 'reminder-7';
const Key = { trace_id: { S: traceId } };
const done = doneExecution({ traceId, token: 'mine' });
const pending = pendingExecution({ traceId, token: 'mine', leaseUntilMs: nowMs + 12_000 });
const standing = doneExecution({ traceId, token: 'theirs' });

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
  expect(await executions.record(done, invocation)).toBeUndefined();
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
  expect(await retained.record(done, invocation)).toBeUndefined();
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
/** The names that an update uses, each under itself. */
const aliases = (...names: string[]) => Object.fromEntries(names.map((name) => [`#${name}`, name]));
const ours = { ':pending': { S: 'pending' }, ':token': { S: 'mine' } };

test.each([
  ['done', '{"made":1}', '{"made":1}'],
  ['failed', undefined, ''],
] as const)('settle makes our claim %s', async (state, resultJson, written) => {
  expect(await executions.settle({ ...pending, state, resultJson }, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        UpdateExpression:
          'SET #state = :new_state, #execution_result = :new_execution_result ' +
          'REMOVE planned_result, lease_since, lease_until',
        ExpressionAttributeNames: aliases('state', 'execution_result', 'token'),
        ExpressionAttributeValues: {
          ...ours,
          ':new_state': { S: state },
          ':new_execution_result': { S: written },
        },
      },
    },
  ]);
});

test('settle of a failure writes the status with which it is told', async () => {
  const refused = { ...pending, state: 'failed', resultJson: '{"success":false}', httpStatus: 507 } as const;
  expect(await executions.settle(refused, invocation)).toBeUndefined();
  expect(sent).toMatchObject([
    {
      input: {
        UpdateExpression:
          'SET #state = :new_state, #execution_result = :new_execution_result, #http_status = :new_http_status ' +
          'REMOVE planned_result, lease_since, lease_until',
        ExpressionAttributeValues: { ':new_http_status': { N: '507' } },
      },
    },
  ]);
});

const effectKey = 'e'.repeat(64);
const effect = { plannedJson: '{"planned":1}', effectKey, effectAtSeconds: nowSeconds + 60 };
const next: Execution = {
  ...pending,
  ...effect,
  token: 'theirs',
  leaseSinceMs: nowMs,
  leaseUntilMs: nowMs + 12_000,
};

test('take over gives a claim to its next holder if it is still held as it was seen', async () => {
  answers = [{ body: { Attributes: writeItem(next, undefined) } }];
  expect(await executions.takeOver(pending, next, invocation)).toEqual(next);
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        ReturnValues: 'ALL_NEW',
        UpdateExpression:
          'SET #token = :new_token, #lease_since = :new_lease_since, #lease_until = :new_lease_until, ' +
          '#planned_result = :new_planned_result, #effect_key = :new_effect_key, #effect_at = :new_effect_at',
        ExpressionAttributeNames: aliases(
          'token',
          'lease_since',
          'lease_until',
          'planned_result',
          'effect_key',
          'effect_at',
          'state',
        ),
        ExpressionAttributeValues: {
          ...ours,
          ':new_token': { S: 'theirs' },
          ':new_lease_since': { N: String(nowMs) },
          ':new_lease_until': { N: String(nowMs + 12_000) },
          ':new_planned_result': { S: effect.plannedJson },
          ':new_effect_key': { S: effectKey },
          ':new_effect_at': { N: String(nowSeconds + 60) },
        },
      },
    },
  ]);
});

test('hand back ends the lease of our claim', async () => {
  expect(await executions.handBack(pending, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...update,
        UpdateExpression: 'SET #lease_until = :new_lease_until',
        ExpressionAttributeNames: aliases('lease_until', 'state', 'token'),
        ExpressionAttributeValues: { ...ours, ':new_lease_until': { N: '0' } },
      },
    },
  ]);
});

test('a claim that is not ours any more needs no handing back', async () => {
  answers = [failedCondition(standing)];
  expect(await executions.handBack(pending, invocation)).toBeUndefined();
  expect(sent).toHaveLength(1);
});

const steps = [
  ['record', () => executions.record(done, invocation)],
  ['take over', () => executions.takeOver(pending, next, invocation)],
  ['settle', () => executions.settle(done, invocation)],
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

const due = { traceId, effectKey };
const reminder: Execution = {
  ...doneExecution({ traceId, token: 'theirs' }),
  effectKey,
  effectAtSeconds: nowSeconds,
};
const claimOfDelivery = {
  ...update,
  ConditionExpression:
    'effect_key = :key AND effect_at <= :due AND attribute_not_exists(delivered_at) AND ' +
    '(attribute_not_exists(delivery_until) OR delivery_until <= :now OR delivery_token = :token)',
  UpdateExpression: 'SET #delivery_token = :new_delivery_token, #delivery_until = :new_delivery_until',
  ExpressionAttributeNames: aliases('delivery_token', 'delivery_until'),
  ExpressionAttributeValues: {
    ':key': { S: effectKey },
    ':due': { N: String(nowSeconds) },
    ':now': { N: String(nowMs) },
    ':token': { S: 'mine' },
    ':new_delivery_token': { S: 'mine' },
    ':new_delivery_until': { N: String(invocation.deadlineMs + 2_000) },
  },
  ReturnValues: 'ALL_NEW',
};

test('a delivery is claimed if it is due, not done, and in no one else’s hands', async () => {
  const delivery_token = { S: 'mine' };
  answers = [{ body: { Attributes: { ...writeItem(reminder, undefined), delivery_token } } }];
  expect(await executions.claimDelivery(due, nowSeconds, invocation)).toEqual({
    ...reminder,
    deliveryToken: 'mine',
  });
  expect(sent).toEqual([{ operation: 'UpdateItem', input: claimOfDelivery }]);
});

test.each([
  ['what the store sends along', [failedCondition(reminder)], reminder, 1],
  [
    'what stands there, where the store does not send it',
    [failedCondition(), { body: { Item: writeItem(reminder, undefined) } }],
    reminder,
    2,
  ],
  ['nothing, where nothing stands', [failedCondition(), { body: {} }], undefined, 2],
])('a claim of a delivery whose condition fails gives %s', async (_what, given, held, calls) => {
  answers = given;
  expect(await executions.claimDelivery(due, nowSeconds, invocation)).toEqual(held);
  expect(sent).toHaveLength(calls);
});

const ownDelivery = {
  ...update,
  ConditionExpression: 'effect_key = :key AND delivery_token = :token',
  ExpressionAttributeValues: { ':key': { S: effectKey }, ':token': { S: 'mine' } },
};
const deliveredAt = '2031-04-01T09:30:00Z';

test.each([
  ['', executions, undefined],
  [
    ', and expires from then on, where executions expire',
    retained,
    Date.parse(deliveredAt) / 1000 + 30 * 86_400,
  ],
])('a delivery is marked if it is ours%s', async (_what, port, expiresAt) => {
  expect(await port.markDelivered(due, deliveredAt, invocation)).toBeUndefined();
  const expiring = expiresAt !== undefined;
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: {
        ...ownDelivery,
        UpdateExpression: `SET #delivered_at = :new_delivered_at${expiring ? ', #expires_at = :new_expires_at' : ''} REMOVE delivery_token, delivery_until`,
        ExpressionAttributeNames: aliases('delivered_at', ...(expiring ? ['expires_at'] : [])),
        ExpressionAttributeValues: {
          ...ownDelivery.ExpressionAttributeValues,
          ':new_delivered_at': { S: deliveredAt },
          ...(expiring && { ':new_expires_at': { N: String(expiresAt) } }),
        },
      },
    },
  ]);
});

test('a delivery that failed is given back if it is ours', async () => {
  expect(await executions.releaseDelivery(due, invocation)).toBeUndefined();
  expect(sent).toEqual([
    {
      operation: 'UpdateItem',
      input: { ...ownDelivery, UpdateExpression: 'REMOVE delivery_token, delivery_until' },
    },
  ]);
});

test.each([
  ['marked', () => executions.markDelivered(due, deliveredAt, invocation)],
  ['given back', () => executions.releaseDelivery(due, invocation)],
])('a delivery that is not ours any more needs not be %s', async (_what, end) => {
  answers = [failedCondition(reminder)];
  expect(await end()).toBeUndefined();
  expect(sent).toHaveLength(1);
});

test('what is to be delivered does not expire before: neither its claim nor its outcome is given a time', async () => {
  await retained.record(next, invocation);
  await retained.settle({ ...next, state: 'done', resultJson: '{}' }, invocation);
  expect(JSON.stringify(sent)).not.toContain('expires_at":');
  expect(sent).toHaveLength(2);
});

test.each([
  ['failed', { ...next, state: 'failed', resultJson: '{}' } as const],
  ['was delivered before', { ...next, state: 'done', resultJson: '{}', deliveredAt } as const],
])('what %s expires from its settling on', async (_what, settled) => {
  await retained.settle(settled, invocation);
  expect(sent).toMatchObject([
    { input: { ExpressionAttributeValues: { ':new_expires_at': { N: String(nowSeconds + 30 * 86_400) } } } },
  ]);
});

test('each call is counted', async () => {
  const counted = invocationAt(nowMs);
  answers = [failedCondition(), { body: { Item: writeItem(standing, undefined) } }];
  await executions.record(done, counted);
  expect(counted.storeCalls).toBe(2);
});

test.each([
  ['ProvisionedThroughputExceededException', 400],
  ['InternalServerError', 500],
])('%s is told as a store that is not to be had', async (name, status) => {
  answers = [{ status, body: { __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: 'no' } }];
  await expect(executions.record(done, invocation)).rejects.toMatchObject({
    name: 'Fault',
    failure: { code: 'store_unavailable', cause: name, retryAfterSeconds: 1 },
  });
});

test('an invocation whose time is up sends nothing', async () => {
  const late = invocationAt(nowMs, { remainingMs: () => 500 });
  await expect(executions.record(done, late)).rejects.toMatchObject({
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
