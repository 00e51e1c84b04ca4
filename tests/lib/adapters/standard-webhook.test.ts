// A signed message: its exact request, by the library of the Standard Webhooks specification, and a secret that is read anew.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { httpErrorName } from '../../../lib/adapters/http-call.ts';
import type { Secret } from '../../../lib/adapters/secret.ts';
import { postWebhook, toWebhookBody, webhookSecretPattern } from '../../../lib/adapters/standard-webhook.ts';
import { invocationAt } from '../../support/executions.ts';
import { isSignedBy } from '../../support/webhook-receiver.ts';
import { answer, startReceiver, type Behaviour, type Receiver } from './delivery/receiver.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30, 0, 999);
const [oldSecret, newSecret] = [1, 2].map((byte) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`) as [
  string,
  string,
];
const message = { id: 'e'.repeat(64), body: '{"type":"due","text":"Füttere den Reiher 🪶"}' };

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

/** The value that each read was told to be refused. */
const reads: (string | undefined)[] = [];
beforeEach(() => {
  reads.length = 0;
});

/** A secret whose reads have these values in order; the last one stays. An error is thrown. */
function scriptedSecret(...values: readonly (string | Error)[]): Secret {
  return {
    read: async (_signal, atMs, refused) => {
      expect(atMs).toBe(nowMs);
      reads.push(refused);
      const value = values[Math.min(reads.length, values.length) - 1] ?? '';
      return await (value instanceof Error ? Promise.reject(value) : Promise.resolve(value));
    },
  };
}

const post = async (secret: Secret, invocation = invocationAt(nowMs)) =>
  await postWebhook(message, { url: `${receiver.url}/hook?a=b`, secret }, invocation);
const nameOf = async (posting: Promise<unknown>) =>
  await posting.then(
    () => 'no error',
    (error: unknown) => httpErrorName(error),
  );

test('one POST request is sent, exactly', async () => {
  receiver.behave(answer(204));
  expect(await post(scriptedSecret(oldSecret))).toMatchObject({ status: 204, text: '' });
  expect(receiver.received).toEqual([
    {
      method: 'POST',
      path: '/hook?a=b',
      headers: {
        accept: '*/*',
        'accept-encoding': expect.any(String),
        'accept-language': '*',
        connection: 'close',
        'content-length': String(Buffer.byteLength(message.body)),
        'content-type': 'application/json',
        host: new URL(receiver.url).host,
        'sec-fetch-mode': 'cors',
        'user-agent': 'workflow-executor',
        'webhook-id': message.id,
        'webhook-signature': new Webhook(oldSecret).sign(message.id, new Date(nowMs), message.body),
        'webhook-timestamp': String(Math.floor(nowMs / 1000)),
      },
      body: message.body,
    },
  ]);
  expect(reads).toEqual([undefined]);
});

test("the specification's own library verifies the request, by the clock of the receiver", async () => {
  receiver.behave(answer(200));
  const secret: Secret = { read: () => Promise.resolve(oldSecret) };
  await post(secret, invocationAt(Date.now()));
  const [{ headers, body } = { headers: {}, body: '' }] = receiver.received;
  const sent = headers as Record<string, string>;
  expect(new Webhook(oldSecret).verify(body, sent)).toEqual(JSON.parse(message.body));
  expect(() => new Webhook(oldSecret).verify(`${body} `, sent)).toThrow('No matching signature found');
  expect(() => new Webhook(newSecret).verify(body, sent)).toThrow('No matching signature found');
  expect(() => new Webhook(oldSecret).verify(body, { ...sent, 'webhook-id': 'f' })).toThrow(
    'No matching signature found',
  );
});

test('with several secrets each of them verifies the request', async () => {
  receiver.behave(answer(200));
  await post(scriptedSecret(`${oldSecret} ${newSecret}`));
  const [received] = receiver.received;
  if (received === undefined) throw new Error('nothing was received');
  expect(received.headers['webhook-signature']).toMatch(/^v1,[\w+/]{43}= v1,[\w+/]{43}=$/);
  const third = `whsec_${'A'.repeat(32)}`;
  expect([oldSecret, newSecret, third].map((key) => isSignedBy(key, received))).toEqual([true, true, false]);
});

const accepting =
  (secret: string, refusal: number): Behaviour =>
  (response, request) =>
    void response.writeHead(isSignedBy(secret, request) ? 200 : refusal).end();

test.each([401, 403])(
  'after a %i the secret is read anew, and the same message posted once more',
  async (status) => {
    receiver.behave(accepting(newSecret, status));
    expect(await post(scriptedSecret(oldSecret, newSecret))).toMatchObject({ status: 200 });
    expect(reads).toEqual([undefined, oldSecret]);
    expect(receiver.received.map(({ headers, body }) => [headers['webhook-id'], body])).toEqual([
      [message.id, message.body],
      [message.id, message.body],
    ]);
  },
);

test.each([
  ['is the same', [oldSecret], 1],
  ['is refused too', [oldSecret, newSecret], 2],
])('if the secret that is read anew %s, the 401 is the answer', async (_what, values, requests) => {
  receiver.behave(answer(401));
  expect(await post(scriptedSecret(...values))).toMatchObject({ status: 401 });
  expect(reads).toEqual([undefined, oldSecret]);
  expect(receiver.received).toHaveLength(requests);
});

test.each([200, 400, 404, 410, 422, 429, 503])('after a %i the secret is not read anew', async (status) => {
  receiver.behave(answer(status));
  const invocation = invocationAt(nowMs, { remainingMs: () => 2_700 });
  expect(await post(scriptedSecret(oldSecret, newSecret), invocation)).toMatchObject({ status });
  expect([reads, receiver.received.length]).toEqual([[undefined], 1]);
});

test('a secret that cannot be read is an error of that name, and nothing is sent', async () => {
  receiver.behave(answer(200));
  const failure = Object.assign(new Error('secret'), { name: 'ParameterNotFound' });
  expect(await nameOf(post(scriptedSecret(failure)))).toBe('ParameterNotFound');
  expect(receiver.received).toEqual([]);
});

const base64 = (bytes: number) => Buffer.alloc(bytes, 7).toString('base64');
const invalid = [
  '',
  'swordfish',
  `whsec_${base64(15)}`,
  `whsec_${base64(65)}`,
  `whsec_${base64(24)} `,
  `whsec_${base64(24)}\n`,
  `whsec_${base64(24)},whsec_${base64(24)}`,
  `whsec_${base64(24)}  whsec_${base64(24)}`,
  `whsec_${base64(24)} swordfish`,
  base64(24),
];

test.each(invalid)('a value that is no secret is not used: "%s"', async (value) => {
  receiver.behave(answer(200));
  expect(await nameOf(post(scriptedSecret(value)))).toBe('InvalidWebhookSecret');
  expect(receiver.received).toEqual([]);
});

test('a value that is no secret when it is read anew is not used', async () => {
  receiver.behave(answer(401));
  expect(await nameOf(post(scriptedSecret(oldSecret, 'swordfish')))).toBe('InvalidWebhookSecret');
  expect(receiver.received).toHaveLength(1);
});

test.each([16, 17, 18, 24, 62, 63, 64])('a secret of %i bytes matches the pattern', (bytes) => {
  const secret = `whsec_${base64(bytes)}`;
  for (const value of [secret, `${secret} ${secret}`, `${secret} ${secret} ${secret}`])
    expect(value).toMatch(new RegExp(`^${webhookSecretPattern}$`));
});

test('the body has the type, the time, and the result without success', () => {
  const result = { success: true, task_id: 'task_1', title: 'Füttere "ihn" 🪶', tags: ['a'] };
  const subject = { traceId: 'task-1', actionType: 'task', result } as const;
  expect(toWebhookBody('workflow.task', '2031-04-01T09:30:00.000Z', subject)).toBe(
    '{"type":"workflow.task","timestamp":"2031-04-01T09:30:00.000Z","data":{"trace_id":"task-1","action_type":"task",' +
      '"task_id":"task_1","title":"Füttere \\"ihn\\" 🪶","tags":["a"]}}',
  );
});
