// Owns: each turn of the handler by values: what is told, under which names, and when the call must be repeated.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import type { Deliver } from '../../../lib/delivery/deliver.ts';
import { createDueHandler, isDueEvent } from '../../../lib/delivery/due-handler.ts';

const event = { trace_id: 'reminder-7', effect_key: 'key' };
const origin = { service: 'service', stage: 'stage', version: '1' };
const clocks = { epochMs: () => 1_000, elapsedMs: () => 0, newLeaseOwner: () => 'token' };
const whose = { trace_id: 'reminder-7', request_id: 'request' };
const inDelivery = {
  reminder: {
    traceId: 'reminder-7',
    effectKey: 'key',
    reminderId: 'reminder_7',
    message: 'Feed the swan',
    dueAt: '2031-04-01T09:30:00Z',
    resultJson: '{}',
  },
  lateMs: 5,
};
const line = { reminder_id: 'reminder_7', due_at: '2031-04-01T09:30:00Z', late_ms: 5, delivery: 'sns' };

let written: Record<string, unknown>[] = [];
beforeEach(() => {
  written = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(JSON.parse(String(text)) as Record<string, unknown>);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

async function play(deliver: Deliver, context: object = { awsRequestId: 'request' }) {
  const told: unknown[][] = [];
  const log = {
    received: () => undefined,
    completed: () => undefined,
    crashed: (...args: unknown[]) => void told.push(['crashed', ...args]),
    delivered: (...args: unknown[]) => void told.push(['delivered', ...args]),
    notDelivered: (...args: unknown[]) => void told.push(['notDelivered', ...args]),
  };
  const handler = createDueHandler(() => ({ deliver, deliveryName: 'sns', log }), origin, clocks);
  const ended: unknown = await handler(event, context).catch((error: unknown) => error);
  return { told, ended };
}

/** What is known of a reminder whose record was not read. */
const unseen = { reminder_id: 'reminder_7', delivery: 'sns' };
const repeated = expect.objectContaining({ name: 'ReminderNotDelivered', message: '', stack: '' }) as unknown;

test('what was delivered ends well, and is told', async () => {
  const deliver = jest.fn<Deliver>((_due, _invocation, { found, handedOver }) => {
    found(inDelivery);
    handedOver(inDelivery);
    return Promise.resolve({ kind: 'delivered' });
  });
  expect(await play(deliver)).toEqual({ told: [['delivered', whose, line]], ended: null });
  expect(deliver.mock.calls[0]?.slice(0, 2)).toEqual([
    { traceId: 'reminder-7', effectKey: 'key' },
    expect.objectContaining({ leaseOwner: 'token', nowMs: 1_000, requestId: 'request' }),
  ]);
});

test('what was delivered before ends well, and nothing is told', async () => {
  expect(await play(() => Promise.resolve({ kind: 'delivered' }))).toEqual({ told: [], ended: null });
});

test('what was not delivered is told with its cause, and repeated', async () => {
  const before: Deliver = () => Promise.resolve({ kind: 'undelivered', cause: 'ExecutionNotFound' });
  expect(await play(before)).toEqual({
    told: [['notDelivered', whose, unseen, 'ExecutionNotFound']],
    ended: repeated,
  });
  const onTheWay: Deliver = (_due, _invocation, { found }) => {
    found(inDelivery);
    return Promise.resolve({ kind: 'undelivered', cause: 'HTTP 503' });
  };
  expect((await play(onTheWay, {})).told).toEqual([
    ['notDelivered', { ...whose, request_id: '' }, line, 'HTTP 503'],
  ]);
});

test.each([
  ['TimeoutError', { cause: 'TimeoutError' }],
  ['store_unavailable', {}],
])('a fault of the store is told as %s, and repeated', async (cause, more) => {
  const deliver: Deliver = () => Promise.reject(new FailureError(failure('store_unavailable', more)));
  expect(await play(deliver)).toEqual({
    told: [['notDelivered', whose, unseen, cause]],
    ended: repeated,
  });
});

test('what nobody foresaw is told as a crash, before and after the reminder is known', async () => {
  const unknown = await play(() => Promise.reject(new RangeError('no room')));
  expect(unknown).toEqual({
    told: [
      ['crashed', whose, expect.objectContaining({ name: 'RangeError', message: 'no room' })],
      ['notDelivered', whose, unseen, 'RangeError'],
    ],
    ended: repeated,
  });
  const known = await play((_due, _invocation, { found }) => {
    found(inDelivery);
    return Promise.reject(new RangeError('no room for Feed the swan'));
  });
  expect(known.told).toEqual([
    ['crashed', whose, expect.objectContaining({ message: 'no room for [hidden]' })],
    ['notDelivered', whose, line, 'RangeError'],
  ]);
});

test('a service that does not start is told by hand', async () => {
  const handler = createDueHandler(
    () => {
      throw new TypeError('nothing here');
    },
    origin,
    clocks,
  );
  await expect(handler(event, { awsRequestId: 'request' })).rejects.toEqual(repeated);
  const fields = { level: 'ERROR', timestamp: expect.any(String), ...origin, ...whose };
  expect(written).toEqual([
    {
      ...fields,
      message: 'EXECUTION_CRASH',
      error: { name: 'TypeError', message: 'nothing here', stack: expect.any(String) },
    },
    { ...fields, message: 'REMINDER_FAILED', cause: 'TypeError' },
  ]);
});

test.each([
  null,
  undefined,
  7,
  {},
  { trace_id: 'a' },
  { effect_key: 'b' },
  { trace_id: 'a', effect_key: 1 },
  { trace_id: 1, effect_key: 'b' },
])('%j is no schedule', (given) => {
  expect(isDueEvent(given)).toBe(false);
});

test('the input of a schedule is one', () => {
  expect(isDueEvent(event)).toBe(true);
});
