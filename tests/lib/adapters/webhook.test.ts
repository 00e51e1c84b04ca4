// Tasks, reminders and meetings by webhook: the suite of adapters, the exact body, and what each answer means.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EffectAction } from '../../../lib/domain/effect.ts';
import type { OutsideAdapter } from '../../../lib/ports/adapter.ts';
import { webhook } from '../../../lib/adapters/webhook.ts';
import { readContract } from '../../../scripts/generate/contract.ts';
import '../../support/aws-environment.ts';
import { buildEffect } from '../../support/effects.ts';
import { invocationAt } from '../../support/executions.ts';
import { outsideBehaviours, statusCases } from '../../support/outside-behaviours.ts';
import { schemaErrors } from '../../support/schema-errors.ts';
import { createWebhookThings, isSignedBy } from '../../support/webhook-receiver.ts';
import { describeAdapter } from '../ports/describe-adapter.ts';
import { answer, endless, startReceiver, type Behaviour, type Receiver } from './delivery/receiver.ts';

const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const nowMs = Date.UTC(2031, 3, 1, 9, 30);

function create<Type extends EffectAction>(
  action: Type,
  url: string,
  configured = secret,
): OutsideAdapter<Type> {
  const createAdapter = webhook.actions[action];
  const adapter = createAdapter?.({ WEBHOOK_URL: url, WEBHOOK_SECRET: configured }, {});
  if (adapter?.kind !== 'outside') throw new Error(`${action} has no webhook`);
  return adapter;
}

describe.each(['task', 'reminder', 'meeting'] satisfies EffectAction[])('the webhook of a %s', (action) => {
  const { things, respond } = createWebhookThings(secret);
  const { doneBut, ...behaviours } = outsideBehaviours(respond);
  const madeBut = (title: string, behaviour: Behaviour) => ({
    title,
    answer: doneBut(behaviour),
    result: { kind: 'done' as const },
    things: 1,
  });
  describeAdapter<EffectAction, Behaviour>(
    {
      ...behaviours,
      refused: statusCases(400, 410, 422),
      // The actions share the translation of a status.
      toBeMended:
        action === 'task'
          ? statusCases(401, 403, 404, 405, 408, 409, 425, 429, 500, 503)
          : statusCases(403, 503),
      busyCause: 'HTTP 429',
      garbage: [
        madeBut('a 200 without a body', answer(200)),
        madeBut('a 202 with a web page', answer(202, '<html>It works!</html>')),
        madeBut('a 200 with an endless body', endless),
      ],
    },
    async () => {
      const receiver = await startReceiver();
      const gone = await startReceiver();
      await gone.close();
      return {
        adapter: create<EffectAction>(action, receiver.url),
        unreachable: create<EffectAction>(action, gone.url),
        unreachableCause: 'ECONNREFUSED',
        buildEffect: () => buildEffect<EffectAction>(action),
        externalOf: ({ effectKey }) => things.get(effectKey),
        answer: receiver.behave,
        countThings: () => things.size,
        countCalls: () => receiver.received.length,
        close: receiver.close,
      };
    },
  );
});

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const performTask = async (configured?: string) =>
  await create('task', `${receiver.url}/hook`, configured).perform(buildEffect('task'), invocationAt(nowMs));

test('its variables are both required, and the secret is one', () => {
  const { required, properties } = webhook.variables;
  expect([webhook.name, required, Object.keys(properties)]).toEqual([
    'webhook',
    ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
    ['WEBHOOK_URL', 'WEBHOOK_SECRET'],
  ]);
  expect(Object.entries(properties).map(([, schema]) => schema['x-secret'])).toEqual([undefined, true]);
});

test.each([
  [secret, true],
  [`${secret} ${secret}`, true],
  ['ssm:/webhook', true],
  ['ssm:/prod/workflow.executor/webhook_secret-1', true],
  ['ssm:webhook', false],
  ['ssm:/', false],
  ['ssm:/a//b', false],
  ['ssm:/a/', false],
  ['ssm:/a b', false],
  [`ssm:/a ${secret}`, false],
  [`${secret} ssm:/a`, false],
  ['swordfish', false],
])('WEBHOOK_SECRET may be "%s": %s', (value, expected) => {
  expect(new RegExp(webhook.variables.properties['WEBHOOK_SECRET']?.pattern ?? '').test(value)).toBe(
    expected,
  );
});

test.each([
  [
    'task' as const,
    '{"type":"workflow.task","timestamp":"2031-04-01T09:30:00.000Z","data":{"trace_id":"a-1","action_type":"task",' +
      '"task_id":"id_1","title":"Füttere den Reiher; bald, 🪶","description":"a\\nb","due":"2031-04-02","priority":"high",' +
      '"assignee":"ada@example.com","tags":["garden","birds; all, of them"]}}',
    { description: 'a\nb', task_id: 'id_1' },
  ],
  [
    'reminder' as const,
    '{"type":"workflow.reminder","timestamp":"2031-04-01T09:30:00.000Z","data":{"trace_id":"a-1","action_type":"reminder",' +
      '"reminder_id":"id_1","message":"Füttere den Reiher; bald, 🪶","time":"2031-04-02T11:30","timezone":"Europe/Berlin",' +
      '"due_at":"2031-04-02T09:30:00Z"}}',
    { reminder_id: 'id_1' },
  ],
  [
    'meeting' as const,
    '{"type":"workflow.meeting","timestamp":"2031-04-01T09:30:00.000Z","data":{"trace_id":"a-1","action_type":"meeting",' +
      '"meeting_id":"id_1","title":"Rundgang; danach, 🪶","participants":["Ada Lovelace <ada@example.com>","grace@example.com"],' +
      '"start_time":"2031-04-02T11:30","end_time":"2031-04-02T12:30","timezone":"Europe/Berlin","location":"Orchard, gate 2",' +
      '"description":"a\\nb","start_at":"2031-04-02T09:30:00Z","end_at":"2031-04-02T10:30:00Z"}}',
    { description: 'a\nb', meeting_id: 'id_1' },
  ],
])('a %s is posted under its effect key with this body', async (action, body, result) => {
  receiver.behave(answer(200));
  const change = { traceId: 'a-1', effectKey: 'e'.repeat(64), result };
  const effect = buildEffect<EffectAction>(action, change);
  await create<EffectAction>(action, `${receiver.url}/hook`).perform(effect, invocationAt(nowMs));
  expect(receiver.received).toMatchObject([
    {
      method: 'POST',
      path: '/hook',
      headers: { 'webhook-id': 'e'.repeat(64), 'webhook-timestamp': String(nowMs / 1000) },
      body,
    },
  ]);
});

test.each(['task', 'reminder', 'meeting'] satisfies EffectAction[])(
  'the body of a %s matches its schema, which has every field of its result but those that are added later',
  async (action) => {
    receiver.behave(answer(200));
    await create<EffectAction>(action, receiver.url).perform(
      buildEffect<EffectAction>(action),
      invocationAt(nowMs),
    );
    const body = JSON.parse(receiver.received[0]?.body ?? '') as { readonly data: object };
    expect(await schemaErrors('workflow-webhook.schema.json', body)).toBeNull();
    // The effect of the builder has every field.
    const added = ['success', 'external', 'mocked'];
    const known = readContract().actions.get(action)?.$defs.result.properties ?? {};
    expect(Object.keys(body.data)).toEqual([
      'trace_id',
      'action_type',
      ...Object.keys(known).filter((field) => !added.includes(field)),
    ]);
  },
);

test('a later try has the same id and the same body, and a new timestamp and signature', async () => {
  receiver.behave(answer(404), answer(200));
  const effect = buildEffect('task');
  const adapter = create('task', receiver.url);
  await adapter.perform(effect, invocationAt(nowMs));
  await adapter.perform(JSON.parse(JSON.stringify(effect)) as typeof effect, invocationAt(nowMs + 60_000));
  const [first, second] = receiver.received;
  if (first === undefined || second === undefined) throw new Error('there were not two tries');
  expect([second.headers['webhook-id'], second.body]).toEqual([effect.effectKey, first.body]);
  expect(Number(second.headers['webhook-timestamp']) - Number(first.headers['webhook-timestamp'])).toBe(60);
  expect([first, second].map((received) => isSignedBy(secret, received))).toEqual([true, true]);
});

test.each([200, 201, 202, 204, 299])('a %i is done', async (status) => {
  receiver.behave(answer(status));
  expect(await performTask()).toEqual({ kind: 'done' });
  expect(receiver.received).toHaveLength(1);
});

const longUrl = `https://example.com/${'a'.repeat(2_028)}`;

test.each([
  ['{"id":"a b"}', { id: 'a b' }],
  ['{"id":7}', { id: '7' }],
  ['{"id":0}', { id: '0' }],
  ['{"id":-9007199254740991}', { id: '-9007199254740991' }],
  [`{"id":"${'i'.repeat(512)}"}`, { id: 'i'.repeat(512) }],
  ['\uFEFF {"id":"a","more":[{"id":"b"}]}\n', { id: 'a' }],
  ['{"id":"a","url":"https://example.com/a?b=c#d"}', { id: 'a', url: 'https://example.com/a?b=c#d' }],
  ['{"id":"a","url":"HTTP://example.com"}', { id: 'a', url: 'HTTP://example.com' }],
  [`{"id":"a","url":"${longUrl}"}`, { id: 'a', url: longUrl }],
  // A URL that is none is left out.
  [`{"id":"a","url":"${longUrl}a"}`, { id: 'a' }],
  ['{"id":"a","url":"/items/1"}', { id: 'a' }],
  ['{"id":"a","url":"javascript:alert(1)"}', { id: 'a' }],
  ['{"id":"a","url":"https://user:word@example.com/"}', { id: 'a' }],
  ['{"id":"a","url":"https://example.com/a b"}', { id: 'a' }],
  ['{"id":"a","url":"https://exa%00mple.com/"}', { id: 'a' }],
  ['{"id":"a","url":"https://"}', { id: 'a' }],
  ['{"id":"a","url":7}', { id: 'a' }],
  ['{"id":"a","url":null}', { id: 'a' }],
])('a 200 with the body %s says what it is called', async (body, external) => {
  receiver.behave(answer(200, body));
  expect(await performTask()).toEqual({ kind: 'done', external });
});

test.each([
  '{"url":"https://example.com/a"}',
  '{"id":""}',
  '{"id":null}',
  '{"id":true}',
  '{"id":1.5}',
  '{"id":9007199254740993}',
  '{"id":["a"]}',
  '{"id":{"id":"a"}}',
  `{"id":"${'i'.repeat(513)}"}`,
  '[{"id":"a"}]',
  '"id"',
  'null',
  '7',
  '{"id":"a"',
  `{"more":"${'m'.repeat(65_536)}","id":"a"}`,
])('a 200 with the body %.40s is done, and does not say what it is called', async (body) => {
  receiver.behave(answer(200, body));
  expect(await performTask()).toEqual({ kind: 'done' });
});

test('a 200 whose body never ends in time is done', async () => {
  receiver.behave((response) => void response.writeHead(200).write('{"id":'));
  const startedMs = performance.now();
  const remainingMs = () => 2_800 - (performance.now() - startedMs);
  const adapter = create('task', receiver.url);
  const result = await adapter.perform(buildEffect('task'), invocationAt(nowMs, { remainingMs }));
  expect(result).toEqual({ kind: 'done' });
});

test('a secret in Parameter Store is read at first use, and anew when the receiver refuses it', async () => {
  const [oldSecret, newSecret] = [1, 2].map((byte) => `whsec_${Buffer.alloc(24, byte).toString('base64')}`);
  const parameterStore = await startReceiver();
  const holds = (value = '') => answer(200, JSON.stringify({ Parameter: { Value: value } }));
  parameterStore.behave(holds(oldSecret), holds(newSecret));
  receiver.behave((response, request) => {
    response.writeHead(isSignedBy(newSecret ?? '', request) ? 200 : 401).end('{"id":"a"}');
  });
  const variables = { WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: 'ssm:/prod/webhook' };
  const adapter = webhook.actions.task?.(variables, { ssm: parameterStore.url });
  if (adapter?.kind !== 'outside') throw new Error('a task has no webhook');
  expect(parameterStore.received).toEqual([]);
  for (const effect of [buildEffect('task'), buildEffect('task')])
    expect(await adapter.perform(effect, invocationAt(nowMs))).toEqual({
      kind: 'done',
      external: { id: 'a' },
    });
  expect(parameterStore.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual([
    { Name: '/prod/webhook', WithDecryption: true },
    { Name: '/prod/webhook', WithDecryption: true },
  ]);
  expect(receiver.received).toHaveLength(3);
  await parameterStore.close();
});

test('a cause holds neither secret, nor address, nor words of the payload', async () => {
  expect(
    await create('task', 'https://user:hunter2@127.0.0.1/').perform(buildEffect('task'), invocationAt(nowMs)),
  ).toEqual({ kind: 'unavailable', cause: 'TypeError' });
  receiver.behave(answer(200));
  expect(await performTask('swordfish')).toEqual({ kind: 'unavailable', cause: 'InvalidWebhookSecret' });
  expect(receiver.received).toEqual([]);
});
