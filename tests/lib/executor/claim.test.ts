// Owns the order of claim, act, settle: what is told at each turn, and what is never done.
import { expect, jest, test } from '@jest/globals';
import type { Acted } from '../../../lib/adapters/ports.ts';
import { failure, Fault } from '../../../lib/domain/failure.ts';
import { effectKeyOf } from '../../../lib/domain/effect-key.ts';
import { claimActSettle, finish, type Act } from '../../../lib/executor/claim.ts';
import { invocationAt, pendingExecution } from '../../support/executions.ts';
import { scriptedExecutions, type Scripted } from './scripted-executions.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const invocation = invocationAt(nowMs, { token: 'mine' });
const resultJson = '{"wanted":1}';
const asked = {
  traceId: 'reminder-7',
  fingerprint: 'f'.repeat(64),
  actionType: 'reminder' as const,
  token: 'mine',
};
const effectAtSeconds = nowMs / 1000 + 60;
const plan = { plannedJson: resultJson, effectAtSeconds };
const createdAt = new Date(nowMs).toISOString();
const holder = { token: 'mine', leaseSinceMs: nowMs, leaseUntilMs: invocation.deadlineMs + 2_000 };
const claimed = {
  ...asked,
  ...plan,
  ...holder,
  state: 'pending' as const,
  createdAt,
  effectKey: effectKeyOf('reminder_7', asked.fingerprint, createdAt),
};
const wanted = { ...claimed, state: 'done' as const, resultJson };
const refusal = JSON.stringify({
  success: false,
  error_code: 'adapter_rejected',
  message: failure('adapter_rejected').message,
  retryable: false,
});
const success = {
  status: 'success',
  actionType: 'reminder',
  resultJson,
  made: { idField: 'reminder_id', id: 'reminder_7' },
  replayed: false,
};

const act = (acted: Acted) => jest.fn<Act>(() => Promise.resolve(acted));
const done = () => act({ kind: 'done' });
const run = (executions: Scripted, acting: Act) =>
  claimActSettle(asked, plan, acting, executions, invocation);

test('an effect that is there is told once it is recorded', async () => {
  const executions = scriptedExecutions();
  const acting = done();
  expect(await run(executions, acting)).toEqual(success);
  expect(acting).toHaveBeenCalledTimes(1);
  expect(executions.calls).toEqual([
    ['record', claimed],
    ['settle', wanted],
  ]);
});

test.each([
  ['a live claim of another', { token: 'theirs', leaseUntilMs: nowMs + 3_000 }, 'execution_in_progress'],
  ['a claim of another request', { token: 'theirs', fingerprint: 'another' }, 'trace_id_conflict'],
])('%s is judged, and nothing is done', async (_what, held, code) => {
  const executions = scriptedExecutions({ record: pendingExecution({ traceId: 'reminder-7', ...held }) });
  const acting = done();
  expect(await run(executions, acting)).toMatchObject({ status: 'failed', failure: { code } });
  expect(acting).not.toHaveBeenCalled();
  expect(executions.calls).toEqual([['record', claimed]]);
});

test.each([
  ['ours', 'mine', false],
  ['of another', 'theirs', true],
])('a done execution %s is told again, and nothing is done', async (_whose, token, replayed) => {
  const executions = scriptedExecutions({ record: { ...wanted, token } });
  const acting = done();
  expect(await run(executions, acting)).toEqual({ ...success, replayed });
  expect(acting).not.toHaveBeenCalled();
});

const abandonedAt = '2031-04-01T09:00:00.000Z';
const planned = { plannedJson: '{"planned":"before"}', effectAtSeconds: 7, effectKey: 'recorded' };

test.each([nowMs, 0])(
  'a claim of the same request whose lease ran out at %i is taken over, and what it planned is finished',
  async (leaseUntilMs) => {
    const abandoned = pendingExecution({
      ...asked,
      ...planned,
      token: 'theirs',
      leaseUntilMs,
      createdAt: abandonedAt,
    });
    const executions = scriptedExecutions({ record: abandoned });
    const acting = done();
    expect(await run(executions, acting)).toEqual({ ...success, resultJson: planned.plannedJson });
    const taken = { ...abandoned, ...holder };
    expect(executions.calls).toEqual([
      ['record', claimed],
      ['takeOver', abandoned],
      ['settle', { ...taken, state: 'done', resultJson: planned.plannedJson }],
    ]);
    expect(acting.mock.calls).toEqual([[taken, planned.effectAtSeconds]]);
  },
);

test('one whose plan was not recorded is finished by the plan of the request, under the key of the first claim', async () => {
  const abandoned = pendingExecution({ ...asked, token: 'theirs', createdAt: abandonedAt });
  const executions = scriptedExecutions({ record: abandoned });
  const acting = done();
  expect(await run(executions, acting)).toEqual(success);
  const effectKey = effectKeyOf('reminder_7', asked.fingerprint, abandonedAt);
  const taken = { ...abandoned, ...holder, ...plan, effectKey };
  expect(acting.mock.calls).toEqual([[taken, effectAtSeconds]]);
  expect(executions.calls.at(-1)).toEqual(['settle', { ...taken, state: 'done', resultJson }]);
});

test('one whose plan is known to nobody stays as it is', async () => {
  const abandoned = pendingExecution({ ...asked, token: 'theirs', leaseUntilMs: nowMs });
  const executions = scriptedExecutions();
  const acting = done();
  expect(await finish(abandoned, asked, undefined, acting, executions, invocation)).toMatchObject({
    failure: { code: 'execution_in_progress' },
  });
  expect([acting.mock.calls, executions.calls]).toEqual([[], []]);
});

test.each([{ plannedJson: '{}' }, { effectAtSeconds: 7 }])(
  'one with %j alone stays as it is',
  async (half) => {
    const abandoned = pendingExecution({ ...asked, ...half, token: 'theirs' });
    const executions = scriptedExecutions();
    await finish(abandoned, asked, undefined, done(), executions, invocation);
    expect(executions.calls).toEqual([]);
  },
);

test('one that was delivered is settled, and not made again', async () => {
  const abandoned = pendingExecution({
    ...asked,
    ...planned,
    token: 'theirs',
    deliveredAt: '2031-04-01T09:29:00Z',
  });
  const executions = scriptedExecutions({ record: abandoned });
  const acting = done();
  expect(await run(executions, acting)).toEqual({ ...success, resultJson: planned.plannedJson });
  expect(acting).not.toHaveBeenCalled();
  expect(executions.calls.map(([step]) => step)).toEqual(['record', 'takeOver', 'settle']);
});

test('one that is delivered between the look and the take-over is not made again either', async () => {
  const abandoned = pendingExecution({ ...asked, ...planned, token: 'theirs' });
  const delivered = { ...abandoned, ...holder, deliveredAt: '2031-04-01T09:29:00Z' };
  const acting = done();
  await run(scriptedExecutions({ record: abandoned, takeOver: delivered }), acting);
  expect(acting).not.toHaveBeenCalled();
});

test('a claim that another takes over first is judged, and nothing is done', async () => {
  const abandoned = pendingExecution({ traceId: 'reminder-7', token: 'theirs', leaseUntilMs: nowMs });
  const taken = { ...abandoned, token: 'faster', leaseUntilMs: nowMs + 9_000, leaseSinceMs: nowMs };
  const executions = scriptedExecutions({ record: abandoned, takeOver: taken });
  const acting = done();
  expect(await run(executions, acting)).toMatchObject({ failure: { code: 'execution_in_progress' } });
  expect(acting).not.toHaveBeenCalled();
});

test('our own take-over whose answer was lost is carried on with', async () => {
  const abandoned = pendingExecution({ traceId: 'reminder-7', token: 'theirs', leaseUntilMs: nowMs });
  const executions = scriptedExecutions({ record: abandoned, takeOver: { ...abandoned, ...holder } });
  expect(await run(executions, done())).toEqual(success);
});

test('our own claim whose answer was lost is carried on with', async () => {
  const ours = pendingExecution({ traceId: 'reminder-7', token: 'mine', leaseUntilMs: nowMs + 3_000 });
  const executions = scriptedExecutions({ record: ours });
  const acting = done();
  expect(await run(executions, acting)).toEqual(success);
  expect(acting).toHaveBeenCalledTimes(1);
});

test('a refusal for good is recorded, then told', async () => {
  const executions = scriptedExecutions();
  expect(await run(executions, act({ kind: 'rejected', cause: 'ValidationException' }))).toEqual({
    status: 'failed',
    failure: failure('adapter_rejected', { cause: 'ValidationException' }),
    resultJson: refusal,
    replayed: false,
  });
  expect(executions.calls).toEqual([
    ['record', claimed],
    ['settle', { ...claimed, state: 'failed', resultJson: refusal, httpStatus: 502 }],
  ]);
});

test.each([
  ['done', 'the answer that another has recorded meanwhile is told', 'done' as const],
  ['rejected', 'the answer that another has recorded is told in place of a refusal', 'rejected' as const],
])('%s: %s', async (_kind, _title, kind) => {
  const other = { ...wanted, token: 'theirs', resultJson: '{"theirs":1}' };
  const executions = scriptedExecutions({ settle: other });
  expect(await run(executions, act({ kind, cause: 'x' }))).toEqual({
    ...success,
    resultJson: '{"theirs":1}',
    replayed: true,
  });
});

test('what another holds when we settle is in progress', async () => {
  const other = pendingExecution({ traceId: 'reminder-7', token: 'theirs', leaseUntilMs: nowMs + 3_000 });
  expect(await run(scriptedExecutions({ settle: other }), done())).toMatchObject({
    status: 'failed',
    failure: { code: 'execution_in_progress', retryAfterSeconds: 3 },
  });
});

test('a passing fault hands the claim back and is worth a retry', async () => {
  const executions = scriptedExecutions();
  expect(await run(executions, act({ kind: 'unavailable', cause: 'TimeoutError' }))).toEqual({
    status: 'failed',
    failure: failure('adapter_unavailable', { cause: 'TimeoutError' }),
    replayed: false,
  });
  expect(executions.calls).toEqual([
    ['record', claimed],
    ['handBack', claimed],
  ]);
});

test.each([
  ['AbortError', 'AbortError'],
  [undefined, 'store_unavailable'],
])('a claim that cannot be handed back is told in the log: %s', async (cause, named) => {
  const fault = new Fault(failure('store_unavailable', cause === undefined ? {} : { cause }));
  const executions = scriptedExecutions({ handBack: fault });
  expect(await run(executions, act({ kind: 'unavailable', cause: 'TimeoutError' }))).toEqual({
    status: 'failed',
    failure: failure('adapter_unavailable', { cause: `TimeoutError, ${named}` }),
    replayed: false,
  });
});

test.each(['record', 'settle', 'handBack'] as const)(
  'an error in %s that is no fault goes on',
  async (step) => {
    const error = new TypeError('a bug');
    const kind = step === 'handBack' ? 'unavailable' : 'done';
    await expect(run(scriptedExecutions({ [step]: error }), act({ kind, cause: 'x' }))).rejects.toBe(error);
  },
);
