// Owns the order of claim, hand-over and mark: what is told at each turn, and what is never done.
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
const held = {
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

function stage(
  answers: Parameters<typeof scriptedExecutions>[0],
  acted: EffectResult = { kind: 'done' },
  atMs = nowMs,
) {
  const executions = scriptedExecutions(answers);
  const told: unknown[] = [];
  const handOver = jest.fn<Delivery['handOver']>(() => Promise.resolve(acted));
  const invocation = invocationAt(atMs, { leaseOwner: 'mine' });
  const run = () =>
    createDeliver(executions, { name: 'log', handOver })(due, invocation, {
      found: (delivery) => told.push(['found', delivery, executions.calls.length]),
      handedOver: (delivery) => told.push(['handed over', delivery, executions.calls.length]),
    });
  return { run, told, handOver, invocation, calls: () => executions.calls.map(([step]) => step) };
}

test('what is claimed is handed over, told, and then marked', async () => {
  const { run, told, handOver, invocation, calls } = stage({ claimDelivery: held });
  expect(await run()).toEqual({ kind: 'delivered' });
  expect(handOver.mock.calls).toEqual([[reminder, invocation]]);
  expect(told).toEqual([
    ['found', { reminder, lateMs: 1_000 }, 1],
    ['handed over', { reminder, lateMs: 1_000 }, 1],
  ]);
  expect(calls()).toEqual(['claimDelivery', 'markDelivered']);
});

test('of a settled record the result counts, not the plan', async () => {
  const settled = resultJson.replace('Call', 'Call now');
  const { run, handOver } = stage({ claimDelivery: { ...held, state: 'done', resultJson: settled } });
  await run();
  expect(handOver.mock.calls[0]?.[0]).toMatchObject({ message: 'Call now', resultJson: settled });
});

test.each([
  ['no record', undefined, 'ExecutionNotFound', []],
  ['the record of another execution', { ...held, effectKey: 'other' }, 'ExecutionNotFound', []],
  ['one whose time has not come', { ...held, effectAtSeconds: nowMs / 1000 + 2 }, 'NotDue', [0]],
  ['one that another delivers', { ...held, deliveryOwner: 'theirs' }, 'DeliveryInProgress', [1_000]],
])('%s is not delivered, and the cause is told', async (_what, standing, cause, late) => {
  const { run, told, handOver, calls } = stage(standing === undefined ? {} : { claimDelivery: standing });
  expect(await run()).toEqual({ kind: 'undelivered', cause });
  const found = late.map((lateMs) => ['found', { reminder, lateMs }, 1]);
  expect([told, handOver.mock.calls, calls()]).toEqual([found, [], ['claimDelivery']]);
});

test('one that was delivered is delivered, and nothing is done', async () => {
  const { run, told, calls } = stage({ claimDelivery: { ...held, deliveredAt: '2031-04-01T09:29:59Z' } });
  expect(await run()).toEqual({ kind: 'delivered' });
  expect([told, calls()]).toEqual([[], ['claimDelivery']]);
});

test.each(['unavailable', 'rejected'] as const)(
  'what the receiver says is %s is given up, and told',
  async (kind) => {
    const { run, told, calls } = stage({ claimDelivery: held }, { kind, cause: 'HTTP 503' });
    expect(await run()).toEqual({ kind: 'undelivered', cause: 'HTTP 503' });
    expect(told).toEqual([['found', { reminder, lateMs: 1_000 }, 1]]);
    expect(calls()).toEqual(['claimDelivery', 'releaseDelivery']);
  },
);

test.each([
  [failure('store_unavailable', { cause: 'TimeoutError' }), 'HTTP 503, TimeoutError'],
  [failure('store_unavailable'), 'HTTP 503, store_unavailable'],
])('where the claim cannot be released either, both causes are told', async (fault, cause) => {
  const answers = { claimDelivery: held, releaseDelivery: new FailureError(fault) };
  const { run } = stage(answers, { kind: 'unavailable', cause: 'HTTP 503' });
  expect(await run()).toEqual({ kind: 'undelivered', cause });
});

test('what nobody foresaw of a release is thrown', async () => {
  const answers = { claimDelivery: held, releaseDelivery: new RangeError('no room') };
  await expect(stage(answers, { kind: 'unavailable', cause: 'HTTP 503' }).run()).rejects.toThrow('no room');
});

test('within the skew of two clocks it waits for its time, and is delivered at it', async () => {
  const { run, told } = stage(
    { claimDelivery: { ...held, effectAtSeconds: nowMs / 1000 } },
    undefined,
    nowMs - 200,
  );
  const from = performance.now();
  expect(await run()).toEqual({ kind: 'delivered' });
  expect(performance.now() - from).toBeGreaterThanOrEqual(195);
  expect(told).toEqual([
    ['found', { reminder, lateMs: 0 }, 1],
    ['handed over', { reminder, lateMs: 0 }, 1],
  ]);
});

test('a record without a result is no reminder', async () => {
  const { run } = stage({ claimDelivery: { ...held, plannedJson: undefined } });
  await expect(run()).rejects.toThrow(new TypeError('the record of a due reminder has no result'));
});

test.each([
  [nowMs, '2031-04-01T09:30:00Z', nowMs / 1000 - 1],
  [nowMs - 100, '2031-04-01T09:30:00Z', nowMs / 1000],
])('at %i it is marked as delivered at %s', async (atMs, deliveredAt, effectAtSeconds) => {
  const executions = scriptedExecutions({ claimDelivery: { ...held, effectAtSeconds } });
  const marked = jest.spyOn(executions, 'markDelivered');
  const claimed = jest.spyOn(executions, 'claimDelivery');
  const delivery = { name: 'log', handOver: () => Promise.resolve({ kind: 'done' } as const) };
  const invocation = invocationAt(atMs, { leaseOwner: 'mine' });
  await createDeliver(executions, delivery)(due, invocation, {
    found: () => undefined,
    handedOver: () => undefined,
  });
  expect(claimed).toHaveBeenCalledWith(due, Math.floor((atMs + 1_000) / 1000), invocation);
  expect(marked).toHaveBeenCalledWith(due, deliveredAt, invocation);
});
