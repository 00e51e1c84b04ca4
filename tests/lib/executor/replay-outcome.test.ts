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
  adapter: 'eventbridge',
};
const created = { idField: 'task_id', id: 'task_7' };
const conflict = {
  status: 'failed',
  failure: { code: 'trace_id_conflict', message: expect.any(String) },
  replayed: false,
};

test("another invocation's completed execution with the same fingerprint is replayed as it was stored", () => {
  const existing = doneExecution({ traceId, leaseOwner: 'theirs', resultJson: '{"stored":1}' });
  expect(replayOutcome(existing, wanted, nowMs)).toEqual({
    status: 'success',
    resultJson: '{"stored":1}',
    created,
    replayed: true,
  });
});

test('an execution that an earlier attempt of this invocation wrote is not a replay', () => {
  const existing = doneExecution({ traceId, leaseOwner: 'mine', resultJson: '{"stored":1}' });
  expect(replayOutcome(existing, wanted, nowMs)).toMatchObject({
    resultJson: '{"stored":1}',
    replayed: false,
  });
});

test.each([
  ['done', doneExecution({ traceId, leaseOwner: 'mine', fingerprint: 'another' })],
  ['failed', doneExecution({ traceId, leaseOwner: 'theirs', fingerprint: 'another', resultJson: '{}' })],
  ['pending', pendingExecution({ traceId, leaseOwner: 'theirs', fingerprint: 'another' })],
])(
  'a %s execution with another fingerprint is a conflict, and the failure shows nothing of it',
  (_state, existing) => {
    expect(replayOutcome(existing, wanted, nowMs)).toEqual(conflict);
  },
);

test.each([
  [nowMs + 12_000, 12],
  [nowMs + 11_001, 12],
  [nowMs + 1, 1],
  [nowMs, 1],
  [nowMs - 5_000, 1],
  [undefined, 1],
])('a claim that is leased until %s asks for a retry after %s s', (leaseUntilMs, retryAfterSeconds) => {
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
])('a claim that is %d ms old asks for a retry after %d s', (ageMs, retryAfterSeconds) => {
  const claimed = pendingExecution({ traceId, leaseSinceMs: nowMs - ageMs, leaseUntilMs: nowMs + 9_000 });
  expect(replayOutcome(claimed, wanted, nowMs)).toMatchObject({
    failure: { code: 'execution_in_progress', retryAfterSeconds },
  });
});

const stored = (code: string) =>
  JSON.stringify({ success: false, error_code: code, message: 'no such calendar', retryable: false });

test.each([
  ['theirs', true],
  ['mine', false],
])('a stored failure whose lease owner is "%s" is the same failure, replayed: %s', (leaseOwner, replayed) => {
  const resultJson = stored('adapter_rejected');
  const existing = { ...doneExecution({ traceId, leaseOwner, resultJson }), state: 'failed' as const };
  expect(replayOutcome(existing, wanted, nowMs)).toEqual({
    status: 'failed',
    failure: { code: 'adapter_rejected', message: 'no such calendar' },
    resultJson,
    replayed,
  });
});

test.each(['unknown_code', 'toString'])(
  'a stored failure with the unknown code %s and without a status throws',
  (code) => {
    const existing = { ...doneExecution({ traceId, resultJson: stored(code) }), state: 'failed' as const };
    expect(() => replayOutcome(existing, wanted, nowMs)).toThrow(
      new TypeError('the stored failure has an unknown error code, and no status'),
    );
  },
);

test('a stored failure with an unknown code keeps the status that it was stored with', () => {
  const resultJson = stored('adapter_full');
  const existing = {
    ...doneExecution({ traceId, leaseOwner: 'theirs', resultJson }),
    state: 'failed' as const,
  };
  expect(replayOutcome({ ...existing, httpStatus: 507 }, wanted, nowMs)).toEqual({
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

test('a conflict with a pending execution says how to finish that one', () => {
  const existing = pendingExecution({ traceId, leaseOwner: 'theirs', fingerprint: 'another' });
  expect(replayOutcome(existing, wanted, nowMs)).toMatchObject({
    failure: { message: expect.stringContaining('resend that request unchanged') },
  });
  expect(replayOutcome({ ...existing, state: 'done', resultJson: '{}' }, wanted, nowMs)).toMatchObject({
    failure: { message: expect.stringContaining('this trace_id was used for a different request') },
  });
});

const abandoned = pendingExecution({ traceId, leaseUntilMs: nowMs });

test('an abandoned claim of another adapter waits until that adapter is back', () => {
  expect(replayOutcome(abandoned, { ...wanted, adapter: 'webhook' }, nowMs)).toEqual({
    status: 'failed',
    failure: {
      code: 'adapter_unavailable',
      message: expect.any(String),
      retryAfterSeconds: 300,
      cause: 'AdapterChanged',
    },
    adapter: 'eventbridge',
    replayed: false,
  });
});

test('a claim of another adapter whose lease is running is in progress', () => {
  const running = { ...abandoned, leaseUntilMs: nowMs + 1_000 };
  expect(replayOutcome(running, { ...wanted, adapter: 'webhook' }, nowMs)).toMatchObject({
    failure: { code: 'execution_in_progress' },
  });
});

test('a claim that names no adapter is one of the scheduler, as version 1.0 made them', () => {
  const { adapter: _none, ...old } = abandoned;
  expect(replayOutcome(old, wanted, nowMs)).toMatchObject({ failure: { code: 'execution_in_progress' } });
  expect(replayOutcome(old, { ...wanted, adapter: 'webhook' }, nowMs)).toMatchObject({
    failure: { code: 'adapter_unavailable' },
  });
});
