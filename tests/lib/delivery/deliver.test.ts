// Claim, hand over, mark: the calls in their order, the events, the outcome at each step, and when nothing is handed over.
import { expect, jest, test } from '@jest/globals';
import type { EffectResult } from '../../../lib/domain/effect.ts';
import type { Delivery } from '../../../lib/ports/delivery.ts';
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import { createDeliver } from '../../../lib/delivery/deliver.ts';
import { invocationAt, pendingExecution } from '../../support/executions.ts';
import { scriptedExecutions } from '../executor/scripted-executions.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const resultJson =
  '{"success":true,"reminder_id":"reminder_7","message":"Call","due_at":"2031-04-01T09:29:59Z"}';
const due = { traceId: 'reminder-7', effectKey: 'key' };
const claimed = {
  ...pendingExecution({ traceId: 'reminder-7', plannedJson: resultJson }),
  effectKey: 'key',
  effectAtSeconds: nowMs / 1000 - 1,
  deliveryOwner: 'mine',
};
const reminder = {
  ...due,
  reminderId: 'reminder_7',
  message: 'Call',
  dueAt: '2031-04-01T09:29:59Z',
  resultJson,
};

function setUp(
  answers: Parameters<typeof scriptedExecutions>[0],
  result: EffectResult = { kind: 'done' },
  atMs = nowMs,
) {
  const executions = scriptedExecutions(answers);
  const events: unknown[] = [];
  const handOver = jest.fn<Delivery['handOver']>(() => Promise.resolve(result));
  const invocation = invocationAt(atMs, { leaseOwner: 'mine' });
  const run = () =>
    createDeliver(executions, { name: 'log', handOver })(due, invocation, {
      found: (delivery) => events.push(['found', delivery, executions.calls.length]),
      handedOver: (delivery) => events.push(['handed over', delivery, executions.calls.length]),
    });
  return { run, events, handOver, invocation, calls: () => executions.calls.map(([step]) => step) };
}

test('a claimed reminder is handed over, then logged, then marked', async () => {
  const { run, events, handOver, invocation, calls } = setUp({ claimDelivery: claimed });
  expect(await run()).toEqual({ kind: 'delivered' });
  expect(handOver.mock.calls).toEqual([[reminder, invocation]]);
  expect(events).toEqual([
    ['found', { reminder, lateMs: 1_000 }, 1],
    ['handed over', { reminder, lateMs: 1_000 }, 1],
  ]);
  expect(calls()).toEqual(['claimDelivery', 'markDelivered']);
});

test('of a completed execution the result is delivered, not the plan', async () => {
  const settled = resultJson.replace('Call', 'Call now');
  const { run, handOver } = setUp({ claimDelivery: { ...claimed, state: 'done', resultJson: settled } });
  await run();
  expect(handOver.mock.calls[0]?.[0]).toMatchObject({ message: 'Call now', resultJson: settled });
});

test.each([
  ['a reminder without a record', undefined, 'ExecutionNotFound', []],
  [
    'a reminder whose trace id belongs to another execution',
    { ...claimed, effectKey: 'other' },
    'ExecutionNotFound',
    [],
  ],
  [
    'a reminder that an outside system gives',
    { ...claimed, effectAtSeconds: undefined, deliveryOwner: undefined },
    'NotDeliveredHere',
    [],
  ],
  ['a reminder that is not due yet', { ...claimed, effectAtSeconds: nowMs / 1000 + 2 }, 'NotDue', [0]],
  [
    'a reminder that another invocation delivers',
    { ...claimed, deliveryOwner: 'theirs' },
    'DeliveryInProgress',
    [1_000],
  ],
])('%s is not delivered: %#', async (_what, existing, cause, late) => {
  const { run, events, handOver, calls } = setUp(existing === undefined ? {} : { claimDelivery: existing });
  expect(await run()).toEqual({ kind: 'undelivered', cause });
  const found = late.map((lateMs) => ['found', { reminder, lateMs }, 1]);
  expect([events, handOver.mock.calls, calls()]).toEqual([found, [], ['claimDelivery']]);
});

test('a reminder that was delivered before counts as delivered, and nothing is handed over', async () => {
  const { run, events, calls } = setUp({
    claimDelivery: { ...claimed, deliveredAt: '2031-04-01T09:29:59Z' },
  });
  expect(await run()).toEqual({ kind: 'delivered' });
  expect([events, calls()]).toEqual([[], ['claimDelivery']]);
});

test.each(['unavailable', 'rejected'] as const)(
  'where the result of the hand-over is %s, the claim is released, and the cause returned',
  async (kind) => {
    const { run, events, calls } = setUp({ claimDelivery: claimed }, { kind, cause: 'HTTP 503' });
    expect(await run()).toEqual({ kind: 'undelivered', cause: 'HTTP 503' });
    expect(events).toEqual([['found', { reminder, lateMs: 1_000 }, 1]]);
    expect(calls()).toEqual(['claimDelivery', 'releaseDelivery']);
  },
);

test.each([
  [failure('store_unavailable', { cause: 'TimeoutError' }), 'HTTP 503, TimeoutError'],
  [failure('store_unavailable'), 'HTTP 503, store_unavailable'],
])('where the release fails too, the outcome has both causes: %#', async (fault, cause) => {
  const answers = { claimDelivery: claimed, releaseDelivery: new FailureError(fault) };
  const { run } = setUp(answers, { kind: 'unavailable', cause: 'HTTP 503' });
  expect(await run()).toEqual({ kind: 'undelivered', cause });
});

test('an unexpected error of the release is thrown', async () => {
  const answers = { claimDelivery: claimed, releaseDelivery: new RangeError('no room') };
  await expect(setUp(answers, { kind: 'unavailable', cause: 'HTTP 503' }).run()).rejects.toThrow('no room');
});

test('a call that comes early within the clock skew waits until the reminder is due', async () => {
  const { run, events } = setUp(
    { claimDelivery: { ...claimed, effectAtSeconds: nowMs / 1000 } },
    undefined,
    nowMs - 200,
  );
  const startedMs = performance.now();
  expect(await run()).toEqual({ kind: 'delivered' });
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(195);
  expect(events).toEqual([
    ['found', { reminder, lateMs: 0 }, 1],
    ['handed over', { reminder, lateMs: 0 }, 1],
  ]);
});

test('a record without a result throws', async () => {
  const { run } = setUp({ claimDelivery: { ...claimed, plannedJson: undefined } });
  await expect(run()).rejects.toThrow(new TypeError('the record of a due reminder has no result'));
});

test.each([
  [nowMs, '2031-04-01T09:30:00Z', nowMs / 1000 - 1],
  [nowMs - 100, '2031-04-01T09:30:00Z', nowMs / 1000],
])('at %i ms the reminder is marked as delivered at %s', async (atMs, deliveredAt, effectAtSeconds) => {
  const executions = scriptedExecutions({ claimDelivery: { ...claimed, effectAtSeconds } });
  const marked = jest.spyOn(executions, 'markDelivered');
  const claimDelivery = jest.spyOn(executions, 'claimDelivery');
  const delivery = { name: 'log', handOver: () => Promise.resolve({ kind: 'done' } as const) };
  const invocation = invocationAt(atMs, { leaseOwner: 'mine' });
  await createDeliver(executions, delivery)(due, invocation, {
    found: () => undefined,
    handedOver: () => undefined,
  });
  expect(claimDelivery).toHaveBeenCalledWith(due, Math.floor((atMs + 1_000) / 1000), invocation);
  expect(marked).toHaveBeenCalledWith(due, deliveredAt, invocation);
});
