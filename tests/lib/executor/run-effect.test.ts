// Claim, perform, complete: the calls in their order, the outcome at each step, and when the effect is not performed.
import { expect, jest, test } from '@jest/globals';
import type { Effect, EffectAction, EffectResult } from '../../../lib/domain/effect.ts';
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import { effectKeyOf } from '../../../lib/domain/effect-key.ts';
import { runEffect, resume } from '../../../lib/executor/run-effect.ts';
import type { OutsideAdapter } from '../../../lib/ports/adapter.ts';
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
const wanted = { ...stored, id: 'reminder_7', adapter: 'eventbridge' };
const effectAtSeconds = nowMs / 1000 + 60;
const plan = { plannedJson: resultJson, dueSeconds: effectAtSeconds };
const createdAt = new Date(nowMs).toISOString();
const lease = { leaseOwner: 'mine', leaseSinceMs: nowMs, leaseUntilMs: invocation.deadlineMs + 2_000 };
const claimed = {
  ...stored,
  plannedJson: resultJson,
  effectAtSeconds,
  ...lease,
  state: 'pending' as const,
  adapter: 'eventbridge',
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
  adapter: 'eventbridge',
};

type Perform = OutsideAdapter<EffectAction>['perform'];
const performing = (result: EffectResult) => jest.fn<Perform>(() => Promise.resolve(result));
const done = () => performing({ kind: 'done' });
const adapterOf = (perform: Perform): OutsideAdapter<EffectAction> => ({
  kind: 'outside',
  name: 'eventbridge',
  callsBack: true,
  perform,
});
const run = (executions: ScriptedExecutions, perform: Perform) =>
  runEffect(wanted, plan, adapterOf(perform), executions, invocation);

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
    const left = { leaseOwner: 'theirs', leaseUntilMs, createdAt: abandonedAt };
    const abandoned = { ...pendingExecution({ ...stored, ...left }), ...planned };
    const executions = scriptedExecutions({ putIfAbsent: abandoned });
    const perform = done();
    expect(await run(executions, perform)).toEqual({ ...success, resultJson: planned.plannedJson });
    const taken = { ...abandoned, ...lease };
    expect(executions.calls).toEqual([
      ['putIfAbsent', claimed],
      ['takeOver', abandoned],
      ['complete', { ...taken, state: 'done', resultJson: planned.plannedJson }],
    ]);
    expect(perform.mock.calls).toEqual([[effectOf(taken), invocation]]);
  },
);

test('a claim without a recorded plan is completed by the plan of the request, under the effect key of the first claim', async () => {
  const abandoned = pendingExecution({ ...stored, leaseOwner: 'theirs', createdAt: abandonedAt });
  const executions = scriptedExecutions({ putIfAbsent: abandoned });
  const perform = done();
  expect(await run(executions, perform)).toEqual(success);
  const effectKey = effectKeyOf('reminder_7', stored.fingerprint, abandonedAt);
  const taken = { ...abandoned, ...lease, plannedJson: resultJson, effectAtSeconds, effectKey };
  expect(perform.mock.calls).toEqual([[effectOf(taken), invocation]]);
  expect(executions.calls.at(-1)).toEqual(['complete', { ...taken, state: 'done', resultJson }]);
});

test('a claim without a recorded plan is left alone by a request without a plan', async () => {
  const abandoned = pendingExecution({ ...stored, leaseOwner: 'theirs', leaseUntilMs: nowMs });
  const executions = scriptedExecutions();
  const perform = done();
  expect(
    await resume(abandoned, wanted, undefined, adapterOf(perform), executions, invocation),
  ).toMatchObject({
    failure: { code: 'execution_in_progress' },
  });
  expect([perform.mock.calls, executions.calls]).toEqual([[], []]);
});

test.each([{ plannedJson: '{}' }, { effectAtSeconds: 7 }])(
  'a claim with half a plan, %j, is left alone by a request without a plan',
  async (half) => {
    const abandoned = pendingExecution({ ...stored, ...half, leaseOwner: 'theirs' });
    const executions = scriptedExecutions();
    await resume(abandoned, wanted, undefined, adapterOf(done()), executions, invocation);
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
    adapter: 'eventbridge',
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
    adapter: 'eventbridge',
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
    adapter: 'eventbridge',
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

/** What the adapter is to do for a claim. */
function effectOf(claim: {
  effectKey: string;
  createdAt: string;
  plannedJson: string;
  effectAtSeconds: number;
}) {
  return {
    traceId: stored.traceId,
    effectKey: claim.effectKey,
    actionType: 'reminder',
    id: 'reminder_7',
    createdAt: claim.createdAt,
    result: JSON.parse(claim.plannedJson) as Effect['result'],
    dueSeconds: claim.effectAtSeconds,
  };
}

const calendar = { kind: 'outside', name: 'calendar' } as const;
const asked = { ...wanted, adapter: 'calendar' };

test('what the outside system calls it is the last field of the recorded result, and the due time is not kept for a delivery', async () => {
  const executions = scriptedExecutions();
  const external = { id: 'event-1', url: 'https://calendar.example/event-1' };
  const perform = performing({ kind: 'done', external });
  const withExternal =
    '{"wanted":1,"external":{"adapter":"calendar","id":"event-1","url":"https://calendar.example/event-1"}}';
  expect(await runEffect(asked, plan, { ...calendar, perform }, executions, invocation)).toEqual({
    ...success,
    resultJson: withExternal,
    adapter: 'calendar',
  });
  const { effectAtSeconds: dueSeconds, ...rest } = { ...claimed, adapter: 'calendar' };
  expect(executions.calls).toEqual([
    ['putIfAbsent', { ...rest, dueSeconds }],
    ['complete', { ...rest, dueSeconds, state: 'done', resultJson: withExternal }],
  ]);
  expect(perform.mock.calls).toEqual([[effectOf(claimed), invocation]]);
});

test('the time at which the outside system asks to be called again is passed on', async () => {
  const perform = performing({ kind: 'unavailable', cause: 'HTTP 429', retryAfterSeconds: 120 });
  expect(await run(scriptedExecutions(), perform)).toMatchObject({
    failure: { code: 'adapter_unavailable', cause: 'HTTP 429', retryAfterSeconds: 120 },
  });
});

test('an abandoned claim of another adapter is neither taken over nor performed: that adapter may have done it', async () => {
  const abandoned = pendingExecution({ ...stored, ...planned, leaseOwner: 'theirs' });
  const executions = scriptedExecutions({ putIfAbsent: abandoned });
  const perform = done();
  expect(await runEffect(asked, plan, { ...calendar, perform }, executions, invocation)).toEqual({
    status: 'failed',
    failure: failure('adapter_unavailable', { cause: 'AdapterChanged', retryAfterSeconds: 300 }),
    replayed: false,
    adapter: 'eventbridge',
  });
  expect([perform.mock.calls, executions.calls.map(([step]) => step)]).toEqual([[], ['putIfAbsent']]);
});
