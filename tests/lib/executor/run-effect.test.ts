// Claim, perform, complete: the calls in their order, the outcome at each step, and when the effect is not performed.
import { expect, jest, test } from '@jest/globals';
import type { EffectResult } from '../../../lib/domain/effect.ts';
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import { effectKeyOf } from '../../../lib/domain/effect-key.ts';
import { runEffect, resume, type Perform } from '../../../lib/executor/run-effect.ts';
import { invocationAt, pendingExecution } from '../../support/executions.ts';
import { scriptedExecutions, type ScriptedExecutions } from './scripted-executions.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const invocation = invocationAt(nowMs, { leaseOwner: 'mine' });
const resultJson = '{"wanted":1}';
const stored = {
  traceId: 'reminder-7',
  fingerprint: 'f'.repeat(64),
  actionType: 'reminder' as const,
  leaseOwner: 'mine',
};
const wanted = { ...stored, id: 'reminder_7' };
const effectAtSeconds = nowMs / 1000 + 60;
const plan = { plannedJson: resultJson, effectAtSeconds };
const createdAt = new Date(nowMs).toISOString();
const lease = { leaseOwner: 'mine', leaseSinceMs: nowMs, leaseUntilMs: invocation.deadlineMs + 2_000 };
const claimed = {
  ...stored,
  ...plan,
  ...lease,
  state: 'pending' as const,
  createdAt,
  effectKey: effectKeyOf('reminder_7', stored.fingerprint, createdAt),
};
const completed = { ...claimed, state: 'done' as const, resultJson };
const refusal = JSON.stringify({
  success: false,
  error_code: 'adapter_rejected',
  message: failure('adapter_rejected').message,
  retryable: false,
});
const success = {
  status: 'success',
  resultJson,
  created: { idField: 'reminder_id', id: 'reminder_7' },
  replayed: false,
};

const performing = (result: EffectResult) => jest.fn<Perform>(() => Promise.resolve(result));
const done = () => performing({ kind: 'done' });
const run = (executions: ScriptedExecutions, perform: Perform) =>
  runEffect(wanted, plan, perform, executions, invocation);

test('success is answered once the effect is performed and recorded', async () => {
  const executions = scriptedExecutions();
  const perform = done();
  expect(await run(executions, perform)).toEqual(success);
  expect(perform).toHaveBeenCalledTimes(1);
  expect(executions.calls).toEqual([
    ['putIfAbsent', claimed],
    ['complete', completed],
  ]);
});

test.each([
  [
    "another invocation's live claim",
    { leaseOwner: 'theirs', leaseUntilMs: nowMs + 3_000 },
    'execution_in_progress',
  ],
  ["another request's claim", { leaseOwner: 'theirs', fingerprint: 'another' }, 'trace_id_conflict'],
])('%s decides the outcome, and the effect is not performed', async (_what, claim, code) => {
  const executions = scriptedExecutions({
    putIfAbsent: pendingExecution({ traceId: 'reminder-7', ...claim }),
  });
  const perform = done();
  expect(await run(executions, perform)).toMatchObject({ status: 'failed', failure: { code } });
  expect(perform).not.toHaveBeenCalled();
  expect(executions.calls).toEqual([['putIfAbsent', claimed]]);
});

test.each([
  ['mine', false],
  ['theirs', true],
])(
  'a completed execution of "%s" is answered as a replay: %s; the effect is not performed',
  async (leaseOwner, replayed) => {
    const executions = scriptedExecutions({ putIfAbsent: { ...completed, leaseOwner } });
    const perform = done();
    expect(await run(executions, perform)).toEqual({ ...success, replayed });
    expect(perform).not.toHaveBeenCalled();
  },
);

const abandonedAt = '2031-04-01T09:00:00.000Z';
const planned = { plannedJson: '{"planned":"before"}', effectAtSeconds: 7, effectKey: 'recorded' };

test.each([nowMs, 0])(
  'a claim of the same request whose lease ended at %i is taken over, and its recorded plan is completed',
  async (leaseUntilMs) => {
    const abandoned = pendingExecution({
      ...stored,
      ...planned,
      leaseOwner: 'theirs',
      leaseUntilMs,
      createdAt: abandonedAt,
    });
    const executions = scriptedExecutions({ putIfAbsent: abandoned });
    const perform = done();
    expect(await run(executions, perform)).toEqual({ ...success, resultJson: planned.plannedJson });
    const taken = { ...abandoned, ...lease };
    expect(executions.calls).toEqual([
      ['putIfAbsent', claimed],
      ['takeOver', abandoned],
      ['complete', { ...taken, state: 'done', resultJson: planned.plannedJson }],
    ]);
    expect(perform.mock.calls).toEqual([[taken, planned.effectAtSeconds]]);
  },
);

test('a claim without a recorded plan is completed by the plan of the request, under the effect key of the first claim', async () => {
  const abandoned = pendingExecution({ ...stored, leaseOwner: 'theirs', createdAt: abandonedAt });
  const executions = scriptedExecutions({ putIfAbsent: abandoned });
  const perform = done();
  expect(await run(executions, perform)).toEqual(success);
  const effectKey = effectKeyOf('reminder_7', stored.fingerprint, abandonedAt);
  const taken = { ...abandoned, ...lease, ...plan, effectKey };
  expect(perform.mock.calls).toEqual([[taken, effectAtSeconds]]);
  expect(executions.calls.at(-1)).toEqual(['complete', { ...taken, state: 'done', resultJson }]);
});

test('a claim without a recorded plan is left alone by a request without a plan', async () => {
  const abandoned = pendingExecution({ ...stored, leaseOwner: 'theirs', leaseUntilMs: nowMs });
  const executions = scriptedExecutions();
  const perform = done();
  expect(await resume(abandoned, wanted, undefined, perform, executions, invocation)).toMatchObject({
    failure: { code: 'execution_in_progress' },
  });
  expect([perform.mock.calls, executions.calls]).toEqual([[], []]);
});

test.each([{ plannedJson: '{}' }, { effectAtSeconds: 7 }])(
  'a claim with half a plan, %j, is left alone by a request without a plan',
  async (half) => {
    const abandoned = pendingExecution({ ...stored, ...half, leaseOwner: 'theirs' });
    const executions = scriptedExecutions();
    await resume(abandoned, wanted, undefined, done(), executions, invocation);
    expect(executions.calls).toEqual([]);
  },
);

test('a claim whose reminder was delivered is completed, and not scheduled again', async () => {
  const abandoned = pendingExecution({
    ...stored,
    ...planned,
    leaseOwner: 'theirs',
    deliveredAt: '2031-04-01T09:29:00Z',
  });
  const executions = scriptedExecutions({ putIfAbsent: abandoned });
  const perform = done();
  expect(await run(executions, perform)).toEqual({ ...success, resultJson: planned.plannedJson });
  expect(perform).not.toHaveBeenCalled();
  expect(executions.calls.map(([step]) => step)).toEqual(['putIfAbsent', 'takeOver', 'complete']);
});

test('a claim whose reminder is delivered just before the take-over is not scheduled again either', async () => {
  const abandoned = pendingExecution({ ...stored, ...planned, leaseOwner: 'theirs' });
  const delivered = { ...abandoned, ...lease, deliveredAt: '2031-04-01T09:29:00Z' };
  const perform = done();
  await run(scriptedExecutions({ putIfAbsent: abandoned, takeOver: delivered }), perform);
  expect(perform).not.toHaveBeenCalled();
});

test('a claim that another invocation takes over first is in progress, and the effect is not performed', async () => {
  const abandoned = pendingExecution({ traceId: 'reminder-7', leaseOwner: 'theirs', leaseUntilMs: nowMs });
  const taken = { ...abandoned, leaseOwner: 'faster', leaseUntilMs: nowMs + 9_000, leaseSinceMs: nowMs };
  const executions = scriptedExecutions({ putIfAbsent: abandoned, takeOver: taken });
  const perform = done();
  expect(await run(executions, perform)).toMatchObject({ failure: { code: 'execution_in_progress' } });
  expect(perform).not.toHaveBeenCalled();
});

test('our own take-over whose answer was lost is completed', async () => {
  const abandoned = pendingExecution({ traceId: 'reminder-7', leaseOwner: 'theirs', leaseUntilMs: nowMs });
  const executions = scriptedExecutions({ putIfAbsent: abandoned, takeOver: { ...abandoned, ...lease } });
  expect(await run(executions, done())).toEqual(success);
});

test('our own claim whose answer was lost is completed', async () => {
  const ours = pendingExecution({ traceId: 'reminder-7', leaseOwner: 'mine', leaseUntilMs: nowMs + 3_000 });
  const executions = scriptedExecutions({ putIfAbsent: ours });
  const perform = done();
  expect(await run(executions, perform)).toEqual(success);
  expect(perform).toHaveBeenCalledTimes(1);
});

test('a final refusal is recorded before it is answered', async () => {
  const executions = scriptedExecutions();
  expect(await run(executions, performing({ kind: 'rejected', cause: 'ValidationException' }))).toEqual({
    status: 'failed',
    failure: failure('adapter_rejected', { cause: 'ValidationException' }),
    resultJson: refusal,
    replayed: false,
  });
  expect(executions.calls).toEqual([
    ['putIfAbsent', claimed],
    ['complete', { ...claimed, state: 'failed', resultJson: refusal, httpStatus: 502 }],
  ]);
});

test.each([['done'], ['rejected']] as const)(
  'after an effect that is %s, the result that another invocation recorded first is replayed',
  async (kind) => {
    const other = { ...completed, leaseOwner: 'theirs', resultJson: '{"theirs":1}' };
    const executions = scriptedExecutions({ complete: other });
    expect(await run(executions, performing({ kind, cause: 'x' }))).toEqual({
      ...success,
      resultJson: '{"theirs":1}',
      replayed: true,
    });
  },
);

test('a claim that another invocation has taken over by the time of complete is in progress', async () => {
  const other = pendingExecution({
    traceId: 'reminder-7',
    leaseOwner: 'theirs',
    leaseUntilMs: nowMs + 3_000,
  });
  expect(await run(scriptedExecutions({ complete: other }), done())).toMatchObject({
    status: 'failed',
    failure: { code: 'execution_in_progress', retryAfterSeconds: 3 },
  });
});

test('an unavailable outside system releases the claim, and the failure may be retried', async () => {
  const executions = scriptedExecutions();
  expect(await run(executions, performing({ kind: 'unavailable', cause: 'TimeoutError' }))).toEqual({
    status: 'failed',
    failure: failure('adapter_unavailable', { cause: 'TimeoutError' }),
    replayed: false,
  });
  expect(executions.calls).toEqual([
    ['putIfAbsent', claimed],
    ['release', claimed],
  ]);
});

test.each([
  ['AbortError', 'AbortError'],
  [undefined, 'store_unavailable'],
])('the cause of a failed release is logged too: %s', async (cause, named) => {
  const fault = new FailureError(failure('store_unavailable', cause === undefined ? {} : { cause }));
  const executions = scriptedExecutions({ release: fault });
  expect(await run(executions, performing({ kind: 'unavailable', cause: 'TimeoutError' }))).toEqual({
    status: 'failed',
    failure: failure('adapter_unavailable', { cause: `TimeoutError, ${named}` }),
    replayed: false,
  });
});

test.each(['putIfAbsent', 'complete', 'release'] as const)(
  'an unexpected error in %s is thrown',
  async (step) => {
    const error = new TypeError('a bug');
    const kind = step === 'release' ? 'unavailable' : 'done';
    await expect(run(scriptedExecutions({ [step]: error }), performing({ kind, cause: 'x' }))).rejects.toBe(
      error,
    );
  },
);
