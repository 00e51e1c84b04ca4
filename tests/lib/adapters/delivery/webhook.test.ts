// Delivery by webhook: the exact request, as the Standard Webhooks specification has it, and what each answer means.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { createDelivery } from '../../../../lib/adapters/delivery/registry.ts';
import '../../../support/aws-environment.ts';
import { invocationAt } from '../../../support/executions.ts';
import { isSignedBy } from '../../../support/webhook-receiver.ts';
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
  type Receiver,
} from './receiver.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const otherSecret = `whsec_${Buffer.alloc(64, '?>').toString('base64')}`;

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

function webhook(configured = secret, url = `${receiver.url}/hooks/due?of=reminders`) {
  return createDelivery({ kind: 'webhook', url, secret: configured });
}

test('one POST request is sent, exactly', async () => {
  receiver.behave(answer(204));
  expect(await webhook().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(receiver.received).toHaveLength(1);
  expect(receiver.received[0]).toMatchObject({
    method: 'POST',
    path: '/hooks/due?of=reminders',
    headers: {
      'content-type': 'application/json',
      'user-agent': 'workflow-executor',
      connection: 'close',
      'webhook-id': `${'e'.repeat(64)}-due`,
      'webhook-timestamp': String(Date.UTC(2031, 3, 1, 9, 30) / 1000),
    },
    body:
      '{"type":"reminder.due","timestamp":"2031-04-01T09:30:00Z","data":{"trace_id":"reminder-7","action_type":"reminder",' +
      '"reminder_id":"reminder_7","message":"Füttere den \\"Reiher\\" & 🪶 <b>\\u0000+%20=\\n","time":"2031-04-01T11:30",' +
      '"timezone":"Europe/Berlin","due_at":"2031-04-01T09:30:00Z"}}',
  });
});

test('the body matches its schema', async () => {
  receiver.behave(answer(200));
  await webhook().handOver(due, invocationAt(nowMs));
  expect(
    await schemaErrors(
      'reminder-due.schema.json#/$defs/webhook',
      JSON.parse(receiver.received[0]?.body ?? ''),
    ),
  ).toBeNull();
});

test("the specification's own library verifies the request, by the clock of the receiver", async () => {
  receiver.behave(answer(200));
  await webhook().handOver(due, invocationAt(Date.now()));
  const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
  expect(new Webhook(secret).verify(body, headers as Record<string, string>)).toEqual(JSON.parse(body));
  expect(() => new Webhook(secret).verify(`${body} `, headers as Record<string, string>)).toThrow(
    'No matching signature found',
  );
});

test('during a rotation of secrets each of the two verifies the request', async () => {
  receiver.behave(answer(200));
  await webhook(`${secret} ${otherSecret}`).handOver(due, invocationAt(nowMs));
  const [received] = receiver.received;
  if (received === undefined) throw new Error('nothing was received');
  expect(String(received.headers['webhook-signature'])).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
  expect([secret, otherSecret].map((key) => isSignedBy(key, received))).toEqual([true, true]);
});

test('a secret in Parameter Store is read at first use, and anew when the receiver refuses it', async () => {
  const parameterStore = await startReceiver();
  const holds = (value: string) => answer(200, JSON.stringify({ Parameter: { Value: value } }));
  parameterStore.behave(holds(otherSecret), holds(secret));
  receiver.behave((response, request) => {
    response.writeHead(isSignedBy(secret, request) ? 204 : 401).end();
  });
  const config = { kind: 'webhook', url: receiver.url, secret: 'ssm:/prod/webhook' } as const;
  const delivery = createDelivery(config, { ssm: parameterStore.url });
  expect(await delivery.handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect([receiver.received.length, parameterStore.received.length]).toEqual([2, 2]);
  await parameterStore.close();
});

test('a value in Parameter Store that is no secret is the cause InvalidWebhookSecret, and nothing is sent', async () => {
  receiver.behave(answer(200));
  expect(await webhook('swordfish').handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'InvalidWebhookSecret',
  });
  expect(receiver.received).toEqual([]);
});

test('an error that is a defect of this service is thrown on, and nothing is sent', async () => {
  receiver.behave(answer(200));
  const defect = new TypeError('a defect');
  const remainingMs = () => {
    throw defect;
  };
  await expect(webhook().handOver(due, invocationAt(nowMs, { remainingMs }))).rejects.toBe(defect);
  expect(receiver.received).toEqual([]);
});

test('a later try has the same id and the same body, and a new timestamp and signature', async () => {
  receiver.behave(answer(503), answer(200));
  await webhook().handOver(due, invocationAt(nowMs));
  await webhook().handOver(due, invocationAt(nowMs + 60_000));
  const [first, second] = receiver.received;
  if (first === undefined || second === undefined) throw new Error('there were not two tries');
  expect(second.body).toBe(first.body);
  expect(second.headers['webhook-id']).toBe(first.headers['webhook-id']);
  expect(Number(second.headers['webhook-timestamp']) - Number(first.headers['webhook-timestamp'])).toBe(60);
  expect(isSignedBy(secret, second)).toBe(true);
});

test.each([200, 201, 202, 204, 299])('an answer of %d is a delivery', async (status) => {
  receiver.behave(answer(status));
  expect(await webhook().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
});

test.each([300, 304, 400, 401, 403, 404, 408, 410, 422, 429, 500, 502, 503])(
  'an answer of %d is not a delivery and not final; the request is sent once',
  async (status) => {
    receiver.behave(answer(status, status === 304 ? '' : 'words of the receiver', { 'retry-after': '1' }));
    expect(await webhook().handOver(due, invocationAt(nowMs))).toEqual({
      kind: 'unavailable',
      cause: `HTTP ${status}`,
    });
    expect(receiver.received).toHaveLength(1);
  },
);

test.each([301, 302, 303, 307, 308])('a redirect by %d is not followed', async (status) => {
  receiver.behave(answer(status, '', { location: `${receiver.url}/elsewhere` }), answer(200));
  expect(await webhook().handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: `HTTP ${status}`,
  });
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks/due?of=reminders']);
});

test('a reset connection is the cause ECONNRESET', async () => {
  receiver.behave(reset);
  expect(await webhook().handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'ECONNRESET',
  });
});

test('a refused connection is the cause ECONNREFUSED', async () => {
  const gone = await startReceiver();
  await gone.close();
  expect(await webhook(secret, gone.url).handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'ECONNREFUSED',
  });
});

test('a port that fetch blocks is the cause TypeError', async () => {
  expect(await webhook(secret, 'http://127.0.0.1:9').handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'TypeError',
  });
});

test('an answer that is not HTTP is the cause HTTPParserError', async () => {
  receiver.behave((response) => void response.socket?.end('220 mail.example ESMTP\r\n'));
  expect(await webhook().handOver(due, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'HTTPParserError',
  });
});

test('a cause holds neither secret, message nor address', async () => {
  const wrong = webhook(secret, 'https://user:hunter2@127.0.0.1/secret-path');
  expect(await wrong.handOver(due, invocationAt(nowMs))).toEqual({ kind: 'unavailable', cause: 'TypeError' });
});

test.each([
  ['half a body', halfBody('{"ok":')],
  ['an endless body', endless],
  ['a body that never begins', headOnly],
])('a 200 with %s is a delivery at once: its body is not read', async (_what, behaviour) => {
  receiver.behave(behaviour);
  const startedMs = performance.now();
  expect(await webhook().handOver(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(performance.now() - startedMs).toBeLessThan(2_000);
});

test('the connection is closed before an endless body ends', async () => {
  let closed: Promise<void> | undefined;
  receiver.behave((response, request) => {
    closed = new Promise((resolve) => void response.once('close', resolve));
    endless(response, request);
  });
  await webhook().handOver(due, invocationAt(nowMs));
  await closed;
  expect(closed).toBeInstanceOf(Promise);
});

test('without an answer it waits until only the time to mark the delivery is left', async () => {
  receiver.behave(noAnswer);
  const startedMs = performance.now();
  const remainingMs = () => 3_000 - (performance.now() - startedMs);
  expect(await webhook().handOver(due, invocationAt(nowMs, { remainingMs }))).toEqual({
    kind: 'unavailable',
    cause: 'AbortError',
  });
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(498);
  expect(remainingMs()).toBeGreaterThan(500);
});

test('without time to mark the delivery afterwards nothing is sent', async () => {
  receiver.behave(answer(200));
  expect(await webhook().handOver(due, invocationAt(nowMs, { remainingMs: () => 2_500 }))).toEqual({
    kind: 'unavailable',
    cause: 'AbortError',
  });
  expect(receiver.received).toEqual([]);
});
