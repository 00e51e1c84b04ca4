// Owns the order of claim, act, settle: what is told at each turn, and what is never done.
import { expect, jest, test } from '@jest/globals';
import type { Acted } from '../../../lib/adapters/ports.ts';
import { failure, Fault } from '../../../lib/contract/failure.ts';
import { claimActSettle } from '../../../lib/executor/claim.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';
import { scriptedExecutions, type Scripted } from './scripted-executions.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const invocation = invocationAt(nowMs, { token: 'mine' });
const resultJson = '{"wanted":1}';
const wanted = {
  ...doneExecution({ traceId: 'reminder-7', token: 'mine' }),
  actionType: 'reminder' as const,
  resultJson,
};
const claimed = {
  ...wanted,
  state: 'pending',
  resultJson: undefined,
  leaseUntilMs: invocation.deadlineMs + 2_000,
};
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

const act = (acted: Acted) => jest.fn(() => Promise.resolve(acted));
const done = () => act({ kind: 'done' });
const run = (executions: Scripted, acting: () => Promise<Acted>) =>
  claimActSettle(wanted, acting, executions, invocation);

test('an effect that is there is told once it is recorded', async () => {
  const executions = scriptedExecutions();
  const acting = done();
  expect(await run(executions, acting)).toEqual(success);
  expect(acting).toHaveBeenCalledTimes(1);
  expect(executions.calls).toEqual([
    ['claim', claimed],
    ['settle', wanted],
  ]);
});

test.each([
  ['a live claim of another', { token: 'theirs', leaseUntilMs: nowMs + 3_000 }, 'execution_in_progress'],
  ['a claim of another print', { token: 'theirs', fingerprint: 'another' }, 'trace_id_conflict'],
])('%s is judged, and nothing is done', async (_what, held, code) => {
  const executions = scriptedExecutions({ claim: pendingExecution({ traceId: 'reminder-7', ...held }) });
  const acting = done();
  expect(await run(executions, acting)).toMatchObject({ status: 'failed', failure: { code } });
  expect(acting).not.toHaveBeenCalled();
  expect(executions.calls).toEqual([['claim', claimed]]);
});

test.each([
  ['ours', 'mine', false],
  ['of another', 'theirs', true],
])('a done execution %s is told again, and nothing is done', async (_whose, token, replayed) => {
  const executions = scriptedExecutions({ claim: { ...wanted, token } });
  const acting = done();
  expect(await run(executions, acting)).toEqual({ ...success, replayed });
  expect(acting).not.toHaveBeenCalled();
});

test('our own claim whose answer was lost is carried on with', async () => {
  const ours = pendingExecution({ traceId: 'reminder-7', token: 'mine', leaseUntilMs: nowMs + 3_000 });
  const executions = scriptedExecutions({ claim: ours });
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
    ['claim', claimed],
    ['settle', { ...wanted, state: 'failed', resultJson: refusal }],
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
    ['claim', claimed],
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

test.each(['claim', 'settle', 'handBack'] as const)(
  'an error in %s that is no fault goes on',
  async (step) => {
    const error = new TypeError('a bug');
    const kind = step === 'handBack' ? 'unavailable' : 'done';
    await expect(run(scriptedExecutions({ [step]: error }), act({ kind, cause: 'x' }))).rejects.toBe(error);
  },
);
