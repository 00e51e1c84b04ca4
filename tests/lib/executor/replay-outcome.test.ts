// The outcome of a request whose trace id already has an execution (schemas/README.md, Idempotency).
import { expect, test } from '@jest/globals';
import { replayOutcome } from '../../../lib/executor/replay-outcome.ts';
import { doneExecution, pendingExecution } from '../../support/executions.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const traceId = 'task-7';
const wanted = {
  ...doneExecution({ traceId, leaseOwner: 'mine', resultJson: '{"asked":1}' }),
  actionType: 'task' as const,
  id: 'task_7',
};
const created = { idField: 'task_id', id: 'task_7' };
const conflict = {
  status: 'failed',
  failure: { code: 'trace_id_conflict', message: expect.any(String) },
  replayed: false,
};

test("another's done execution of the same print is replayed as it was stored", () => {
  const standing = doneExecution({ traceId, leaseOwner: 'theirs', resultJson: '{"stored":1}' });
  expect(replayOutcome(standing, wanted, nowMs)).toEqual({
    status: 'success',
    resultJson: '{"stored":1}',
    created,
    replayed: true,
  });
});

test('our own earlier try is no replay', () => {
  const standing = doneExecution({ traceId, leaseOwner: 'mine', resultJson: '{"stored":1}' });
  expect(replayOutcome(standing, wanted, nowMs)).toMatchObject({
    resultJson: '{"stored":1}',
    replayed: false,
  });
});

test.each([
  ['done', doneExecution({ traceId, leaseOwner: 'mine', fingerprint: 'another' })],
  ['failed', doneExecution({ traceId, leaseOwner: 'theirs', fingerprint: 'another', resultJson: '{}' })],
  ['pending', pendingExecution({ traceId, leaseOwner: 'theirs', fingerprint: 'another' })],
])('another print that is %s is a conflict, and shows nothing of it', (_state, standing) => {
  expect(replayOutcome(standing, wanted, nowMs)).toEqual(conflict);
});

test.each([
  [nowMs + 12_000, 12],
  [nowMs + 11_001, 12],
  [nowMs + 1, 1],
  [nowMs, 1],
  [nowMs - 5_000, 1],
  [undefined, 1],
])('a claim that is held until %s is worth a retry after %s s', (leaseUntilMs, retryAfterSeconds) => {
  expect(replayOutcome(pendingExecution({ traceId, leaseUntilMs }), wanted, nowMs)).toEqual({
    status: 'failed',
    failure: { code: 'execution_in_progress', message: expect.any(String), retryAfterSeconds },
    replayed: false,
  });
});

test.each([
  [0, 1],
  [2_999, 1],
  [3_000, 9],
  [9_000, 9],
])('a claim that is %d ms old is worth a retry after %d s', (ageMs, retryAfterSeconds) => {
  const held = pendingExecution({ traceId, leaseSinceMs: nowMs - ageMs, leaseUntilMs: nowMs + 9_000 });
  expect(replayOutcome(held, wanted, nowMs)).toMatchObject({
    failure: { code: 'execution_in_progress', retryAfterSeconds },
  });
});

const stored = (code: string) =>
  JSON.stringify({ success: false, error_code: code, message: 'no such calendar', retryable: false });

test.each([
  ['theirs', true],
  ['mine', false],
])('a stored refusal is the same failure again, written by %s', (leaseOwner, replayed) => {
  const resultJson = stored('adapter_rejected');
  const standing = { ...doneExecution({ traceId, leaseOwner, resultJson }), state: 'failed' as const };
  expect(replayOutcome(standing, wanted, nowMs)).toEqual({
    status: 'failed',
    failure: { code: 'adapter_rejected', message: 'no such calendar' },
    resultJson,
    replayed,
  });
});

test.each(['unknown_code', 'toString'])('a stored refusal of the unknown code %s is not told', (code) => {
  const standing = { ...doneExecution({ traceId, resultJson: stored(code) }), state: 'failed' as const };
  expect(() => replayOutcome(standing, wanted, nowMs)).toThrow(
    new TypeError('the stored failure has an unknown error code, and no status'),
  );
});

test('one of a code that a later version knows is told with the status that it was stored with', () => {
  const resultJson = stored('adapter_full');
  const standing = {
    ...doneExecution({ traceId, leaseOwner: 'theirs', resultJson }),
    state: 'failed' as const,
  };
  expect(replayOutcome({ ...standing, httpStatus: 507 }, wanted, nowMs)).toEqual({
    status: 'failed',
    failure: {
      code: 'adapter_full',
      message: 'no such calendar',
      recorded: { status: 507, retryable: false },
    },
    resultJson,
    replayed: true,
  });
});

test('of an unfinished execution a conflict says how to finish it', () => {
  const standing = pendingExecution({ traceId, leaseOwner: 'theirs', fingerprint: 'another' });
  expect(replayOutcome(standing, wanted, nowMs)).toMatchObject({
    failure: { message: expect.stringContaining('resend that request unchanged') },
  });
  expect(replayOutcome({ ...standing, state: 'done', resultJson: '{}' }, wanted, nowMs)).toMatchObject({
    failure: { message: expect.stringContaining('this trace_id was used for a different request') },
  });
});
