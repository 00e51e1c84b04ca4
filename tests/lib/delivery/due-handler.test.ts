// The handler of a due reminder: what it logs for each outcome, and when the call must fail so that Lambda repeats it.
import { expect, jest, test } from '@jest/globals';
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import type { Deliver } from '../../../lib/delivery/deliver.ts';
import { createDueHandler, isDueEvent } from '../../../lib/delivery/due-handler.ts';
import { captureRawLines } from '../../support/raw-lines.ts';

const event = { trace_id: 'reminder-7', effect_key: 'key' };
const service = { service: 'service', stage: 'stage', version: '1' };
const clocks = { epochMs: () => 1_000, elapsedMs: () => 0, newLeaseOwner: () => 'owner' };
const logContext = { trace_id: 'reminder-7', request_id: 'request' };
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

const written = captureRawLines();

async function run(deliver: Deliver, context: object = { awsRequestId: 'request' }) {
  const logged: unknown[][] = [];
  const log = {
    received: () => undefined,
    completed: () => undefined,
    crashed: (...args: unknown[]) => void logged.push(['crashed', ...args]),
    delivered: (...args: unknown[]) => void logged.push(['delivered', ...args]),
    notDelivered: (...args: unknown[]) => void logged.push(['notDelivered', ...args]),
  };
  const handler = createDueHandler(() => ({ deliver, deliveryName: 'sns', log }), service, clocks);
  const result: unknown = await handler(event, context).catch((error: unknown) => error);
  return { logged, result };
}

/** The fields of a reminder whose record was not read. */
const unreadLine = { reminder_id: 'reminder_7', delivery: 'sns' };
const repeated = expect.objectContaining({ name: 'ReminderNotDelivered', message: '', stack: '' }) as unknown;

test('a delivery returns null, and is logged', async () => {
  const deliver = jest.fn<Deliver>((_due, _invocation, { found, handedOver }) => {
    found(inDelivery);
    handedOver(inDelivery);
    return Promise.resolve({ kind: 'delivered' });
  });
  expect(await run(deliver)).toEqual({ logged: [['delivered', logContext, line]], result: null });
  expect(deliver.mock.calls[0]?.slice(0, 2)).toEqual([
    { traceId: 'reminder-7', effectKey: 'key' },
    expect.objectContaining({ leaseOwner: 'owner', nowMs: 1_000, requestId: 'request' }),
  ]);
});

test('a reminder that was delivered before returns null, and nothing is logged', async () => {
  expect(await run(() => Promise.resolve({ kind: 'delivered' }))).toEqual({ logged: [], result: null });
});

test('a failed delivery is logged with its cause, and throws', async () => {
  const failEarly: Deliver = () => Promise.resolve({ kind: 'undelivered', cause: 'ExecutionNotFound' });
  expect(await run(failEarly)).toEqual({
    logged: [['notDelivered', logContext, unreadLine, 'ExecutionNotFound']],
    result: repeated,
  });
  const failLate: Deliver = (_due, _invocation, { found }) => {
    found(inDelivery);
    return Promise.resolve({ kind: 'undelivered', cause: 'HTTP 503' });
  };
  expect((await run(failLate, {})).logged).toEqual([
    ['notDelivered', { ...logContext, request_id: '' }, line, 'HTTP 503'],
  ]);
});

test.each([
  ['TimeoutError', { cause: 'TimeoutError' }],
  ['store_unavailable', {}],
])('a failure of the store is logged with the cause %s, and throws', async (cause, more) => {
  const deliver: Deliver = () => Promise.reject(new FailureError(failure('store_unavailable', more)));
  expect(await run(deliver)).toEqual({
    logged: [['notDelivered', logContext, unreadLine, cause]],
    result: repeated,
  });
});

test('an unexpected error is logged as a crash without the message of the reminder, and throws', async () => {
  const unknown = await run(() => Promise.reject(new RangeError('no room')));
  expect(unknown).toEqual({
    logged: [
      ['crashed', logContext, expect.objectContaining({ name: 'RangeError', message: 'no room' })],
      ['notDelivered', logContext, unreadLine, 'RangeError'],
    ],
    result: repeated,
  });
  const known = await run((_due, _invocation, { found }) => {
    found(inDelivery);
    return Promise.reject(new RangeError('no room for Feed the swan'));
  });
  expect(known.logged).toEqual([
    ['crashed', logContext, expect.objectContaining({ message: 'no room for [hidden]' })],
    ['notDelivered', logContext, line, 'RangeError'],
  ]);
});

test('a service that does not start is logged without its logger, and throws', async () => {
  const handler = createDueHandler(
    () => {
      throw new TypeError('nothing here');
    },
    service,
    clocks,
  );
  await expect(handler(event, { awsRequestId: 'request' })).rejects.toEqual(repeated);
  const fields = { level: 'ERROR', timestamp: expect.any(String), ...service, ...logContext };
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
])('%j is not the input of a schedule', (given) => {
  expect(isDueEvent(given)).toBe(false);
});

test('an event with a trace id and an effect key is the input of a schedule', () => {
  expect(isDueEvent(event)).toBe(true);
});
