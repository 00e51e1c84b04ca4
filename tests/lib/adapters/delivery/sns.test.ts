// Delivery by SNS: the exact request to the Query API, what each answer means, and a delivery through moto.
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { AwsClient, AwsV4Signer } from 'aws4fetch';
import { createDelivery } from '../../../../lib/adapters/delivery/registry.ts';
import '../../../support/aws-environment.ts';
import { describeWith } from '../../../support/describe-with.ts';
import { invocationAt } from '../../../support/executions.ts';
import { startMoto, type Moto } from '../../../support/python.ts';
import { schemaErrors } from '../../../support/schema-errors.ts';
import { due, nowMs } from './due.ts';
import {
  answer,
  endless,
  halfBody,
  headOnly,
  reset,
  noAnswer,
  startReceiver,
  type Behaviour,
  type Receiver,
} from './receiver.ts';

const topicArn = 'arn:aws:sns:eu-central-1:123456789012:due';
const published = answer(
  200,
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>94f20ce6</MessageId></PublishResult></PublishResponse>',
  { 'content-type': 'text/xml' },
);
const refuse = (status: number, code: string): Behaviour =>
  answer(
    status,
    `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>words about ${topicArn}</Message></Error></ErrorResponse>`,
  );
const message =
  '{"contract_version":1,"reminder_id":"reminder_7","trace_id":"reminder-7","message":"Füttere den \\"Reiher\\" & 🪶 <b>\\u0000+%20=\\n","due_at":"2031-04-01T09:30:00Z"}';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const initialEnvironment = { ...process.env };
afterEach(() => {
  for (const name of Object.keys(process.env)) if (!(name in initialEnvironment)) delete process.env[name];
  Object.assign(process.env, initialEnvironment);
});

const sns = (endpoint: string | undefined = receiver.url, arn = topicArn) =>
  createDelivery({ kind: 'sns', topicArn: arn }, endpoint === undefined ? {} : { sns: endpoint });
/** An invocation in which the delivery may take this long. */
const invocationWith = (ms: number) => {
  const startedMs = performance.now();
  return invocationAt(nowMs, { remainingMs: () => 2_500 + ms - (performance.now() - startedMs) });
};

test('one Publish request is sent, exactly', async () => {
  receiver.behave(published);
  expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(receiver.received).toHaveLength(1);
  const [{ method, path, headers, body } = { method: '', path: '', headers: {}, body: '' }] =
    receiver.received;
  expect([method, path, headers['content-type'], headers.connection, headers['user-agent']]).toEqual([
    'POST',
    '/',
    'application/x-www-form-urlencoded',
    'close',
    'workflow-executor',
  ]);
  expect([...new URLSearchParams(body)]).toEqual([
    ['Action', 'Publish'],
    ['Version', '2010-03-31'],
    ['TopicArn', topicArn],
    ['Message', message],
    ['MessageAttributes.entry.1.Name', 'reminder_id'],
    ['MessageAttributes.entry.1.Value.DataType', 'String'],
    ['MessageAttributes.entry.1.Value.StringValue', 'reminder_7'],
    ['MessageAttributes.entry.2.Name', 'trace_id'],
    ['MessageAttributes.entry.2.Value.DataType', 'String'],
    ['MessageAttributes.entry.2.Value.StringValue', 'reminder-7'],
  ]);
});

test.each([undefined, 'a/session+token=='])(
  'the signature is the one of another implementation, for the region of the topic; session token: %s',
  async (sessionToken) => {
    if (sessionToken !== undefined) process.env['AWS_SESSION_TOKEN'] = sessionToken;
    receiver.behave(published);
    await sns().handOver(due, invocationAt(nowMs));
    const [{ headers, body } = { headers: {} as Record<string, string>, body: '' }] = receiver.received;
    const signed = Object.fromEntries(
      ['content-type', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token']
        .filter((name) => name in headers)
        .map((name) => [name, String(headers[name])]),
    );
    const { headers: expected } = await new AwsV4Signer({
      url: receiver.url,
      method: 'POST',
      headers: signed,
      body,
      service: 'sns',
      region: 'eu-central-1',
      accessKeyId: 'local',
      secretAccessKey: 'local',
      datetime: String(headers['x-amz-date']),
      allHeaders: true,
      ...(sessionToken !== undefined && { sessionToken }),
    }).sign();
    expect(headers['x-amz-security-token']).toBe(sessionToken);
    expect(headers.authorization).toBe(expected.get('authorization'));
  },
);

test('message and attributes match their schema', async () => {
  receiver.behave(published);
  await sns().handOver(due, invocationAt(nowMs));
  const sent = new URLSearchParams(receiver.received[0]?.body);
  expect(await schemaErrors('reminder-due.schema.json', JSON.parse(sent.get('Message') ?? ''))).toBeNull();
  const attributes = [1, 2].map((position) => {
    const entry = `MessageAttributes.entry.${position}`;
    return [sent.get(`${entry}.Name`), sent.get(`${entry}.Value.StringValue`)] as const;
  });
  expect(
    await schemaErrors('reminder-due.schema.json#/$defs/attributes', Object.fromEntries(attributes)),
  ).toBeNull();
});

test.each([
  [400, 'InvalidParameter'],
  [403, 'AuthorizationError'],
  [403, 'ExpiredToken'],
  [404, 'NotFound'],
  [400, 'KMSDisabled'],
])('after a refusal with %d %s its code is the cause, and it is not tried again', async (status, code) => {
  receiver.behave(refuse(status, code), published);
  expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'unavailable', cause: code });
  expect(receiver.received).toHaveLength(1);
});

test.each([301, 302, 307, 308, 401, 408, 410, 422])(
  'after an answer of %d that is not from SNS the status is the cause, and no redirect is followed',
  async (status) => {
    receiver.behave(answer(status, 'Moved', { location: `${receiver.url}/elsewhere` }), published);
    expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({
      kind: 'unavailable',
      cause: `HTTP ${status}`,
    });
    expect(receiver.received).toHaveLength(1);
  },
);

test.each([
  ['429 Throttled', refuse(429, 'Throttled'), 'Throttled'],
  ['400 KMSThrottling', refuse(400, 'KMSThrottling'), 'KMSThrottling'],
  ['429 of a gateway', answer(429), 'HTTP 429'],
  ['500 InternalError', refuse(500, 'InternalError'), 'InternalError'],
  ['503 without a body', answer(503), 'HTTP 503'],
  ['a reset', reset, 'ECONNRESET'],
  ['half a body', halfBody('<PublishResponse>'), expect.stringMatching(/^[A-Za-z]+Error$/)],
])('after %s it is tried again, up to three times in all', async (_what, behaviour, cause) => {
  receiver.behave(behaviour, behaviour, published);
  expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(receiver.received).toHaveLength(3);
  receiver.behave(behaviour);
  expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'unavailable', cause });
  expect(receiver.received).toHaveLength(3);
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
});

test.each([
  ['an empty body', answer(200)],
  ['an HTML body', answer(200, '<html><body>It works!</body></html>')],
  ['an empty message id', answer(200, '<PublishResult><MessageId></MessageId></PublishResult>')],
  ['an endless body', endless],
])('a 200 with %s has no message id, and is not a delivery', async (_what, behaviour) => {
  receiver.behave(behaviour);
  const startedMs = performance.now();
  expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'UnnamedMessage',
  });
  expect(performance.now() - startedMs).toBeLessThan(1_500);
});

test.each([
  ['several words', 'no such topic: due'],
  ['65 characters', 'A'.repeat(65)],
])('an error code of %s is not logged', async (_what, code) => {
  receiver.behave(refuse(400, code));
  expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'unavailable', cause: 'HTTP 400' });
});

test.each([
  ['no answer', noAnswer],
  ['a body that never begins', headOnly],
])('with %s an attempt times out, and is repeated', async (_what, behaviour) => {
  receiver.behave(behaviour, published);
  expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(receiver.received).toHaveLength(2);
});

test('without an answer it waits until only the time to mark the delivery is left', async () => {
  receiver.behave(noAnswer);
  const startedMs = performance.now();
  expect(await sns().handOver(due, invocationWith(400))).toEqual({
    kind: 'unavailable',
    cause: 'AbortError',
  });
  const tookMs = performance.now() - startedMs;
  expect(tookMs).toBeGreaterThanOrEqual(398);
  expect(tookMs).toBeLessThan(400 + 1_000);
  expect(receiver.received).toHaveLength(1);
});

test('without time to mark the delivery afterwards nothing is sent', async () => {
  receiver.behave(published);
  expect(await sns().handOver(due, invocationWith(0))).toEqual({ kind: 'unavailable', cause: 'AbortError' });
  expect(receiver.received).toEqual([]);
});

test('an error that is a defect of this service is thrown on, and nothing is sent', async () => {
  receiver.behave(answer(200));
  const defect = new TypeError('a defect');
  const remainingMs = () => {
    throw defect;
  };
  await expect(sns().handOver(due, invocationAt(nowMs, { remainingMs }))).rejects.toBe(defect);
  expect(receiver.received).toEqual([]);
});

test('without credentials nothing is sent', async () => {
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  receiver.behave(published);
  expect(await sns().handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'CredentialsProviderError',
  });
  expect(receiver.received).toEqual([]);
});

test.each(['AWS_ENDPOINT_URL', 'AWS_ENDPOINT_URL_SNS'])('%s sets the endpoint of SNS', async (name) => {
  if (name === 'AWS_ENDPOINT_URL_SNS') process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
  process.env[name] = receiver.url;
  receiver.behave(published);
  const delivery = createDelivery({ kind: 'sns', topicArn });
  expect(await delivery.handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(receiver.received).toHaveLength(1);
});

describeWith('Python', 'against moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(() => moto.stop());

  async function ask(service: string, query: Readonly<Record<string, string>>): Promise<string> {
    const client = new AwsClient({ accessKeyId: 'a', secretAccessKey: 'b', region: 'us-east-1', service });
    const body = String(new URLSearchParams(query));
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const answered = await client.fetch(moto.endpoint, { method: 'POST', headers, body });
    return await answered.text();
  }
  const unescape = (text: string) =>
    text.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

  test('a subscriber that filters by an attribute gets the message', async () => {
    const topic =
      /<TopicArn>(.*?)</.exec(await ask('sns', { Action: 'CreateTopic', Name: 'due' }))?.[1] ?? '';
    await ask('sqs', { Action: 'CreateQueue', QueueName: 'due', Version: '2012-11-05' });
    for (const wanted of [due.reminderId, 'another']) {
      await ask('sqs', { Action: 'CreateQueue', QueueName: wanted, Version: '2012-11-05' });
      await ask('sns', {
        Action: 'Subscribe',
        TopicArn: topic,
        Protocol: 'sqs',
        Endpoint: `arn:aws:sqs:us-east-1:123456789012:${wanted}`,
        'Attributes.entry.1.key': 'RawMessageDelivery',
        'Attributes.entry.1.value': 'true',
        'Attributes.entry.2.key': 'FilterPolicy',
        'Attributes.entry.2.value': JSON.stringify({ reminder_id: [wanted], trace_id: [due.traceId] }),
      });
    }
    expect(await sns(moto.endpoint, topic).handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
    const bodies = [due.reminderId, 'another'].map(async (name) => {
      const queue = `${moto.endpoint}/123456789012/${name}`;
      const got = await ask('sqs', { Action: 'ReceiveMessage', QueueUrl: queue, Version: '2012-11-05' });
      return /<Body>(.*?)<\/Body>/s.exec(got)?.[1];
    });
    const [filtered, other] = await Promise.all(bodies);
    expect(unescape(filtered ?? '')).toBe(message);
    expect(other).toBeUndefined();
  });

  test('a missing topic is the cause NotFound', async () => {
    const gone = 'arn:aws:sns:us-east-1:123456789012:gone';
    expect(await sns(moto.endpoint, gone).handOver(due, invocationAt(nowMs))).toEqual({
      kind: 'unavailable',
      cause: 'NotFound',
    });
  });
});
