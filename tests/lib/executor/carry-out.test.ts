// Which plan asks what of the outside, and what becomes of a plan that is refused for a first request only.
import { expect, test } from '@jest/globals';
import type { Plan } from '../../../lib/actions/plan.ts';
import { failure } from '../../../lib/domain/failure.ts';
import { fingerprintOf } from '../../../lib/domain/fingerprint.ts';
import type { AcceptedRequest } from '../../../lib/domain/request.ts';
import { carryOut } from '../../../lib/executor/carry-out.ts';
import type { Adapter } from '../../../lib/ports/adapter.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';
import { scriptedExecutions } from './scripted-executions.ts';
import { scriptedPorts } from './scripted-ports.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const payload = { action_type: 'reminder' as const, message: 'Call', time: '2031-04-01T10:00:00Z' };
const data = { workflow_type: 'workflow', payload };
const traceId = 'reminder-7';
const accepted: AcceptedRequest = {
  kind: 'accepted',
  traceId,
  decision: 'workflow',
  dryRun: false,
  actionType: 'reminder',
  id: 'reminder_7',
  data,
  payload,
};
const fingerprint = fingerprintOf('workflow', data);
const fields = { due_at: '2031-04-01T10:00:00Z' };
const resultJson =
  '{"success":true,"reminder_id":"reminder_7","message":"Call","time":"2031-04-01T10:00:00Z","due_at":"2031-04-01T10:00:00Z"}';
const due = { epochSeconds: Date.parse(fields.due_at) / 1000, nanoseconds: 0 };
const effect: Plan = { kind: 'create', fields, due };

function run(plan: Plan, ...outside: Parameters<typeof scriptedPorts>) {
  return runWith(undefined, plan, ...outside);
}

/** @param given in place of the scheduler */
function runWith(given: Adapter | undefined, plan: Plan, ...outside: Parameters<typeof scriptedPorts>) {
  const { ports, calls, ...seen } = scriptedPorts(...outside);
  const adapter = given ?? (ports.adapters.reminder as Adapter);
  const outcome = carryOut(plan, accepted, adapter, ports, invocationAt(nowMs, { leaseOwner: 'mine' }));
  return { outcome, steps: () => calls.map(([step]) => step), calls, ...seen };
}

test('what an adapter only records is written by one call', async () => {
  const { outcome, steps, scheduled } = runWith({ kind: 'record', fields: {} }, effect);
  expect(await outcome).toMatchObject({ status: 'success', resultJson, replayed: false });
  expect([steps(), scheduled]).toEqual([['putIfAbsent'], []]);
});

test.each([
  [0, due.epochSeconds],
  [1, due.epochSeconds + 1],
])(
  'an effect that is due %i ns after a whole second is scheduled for the first second not before it: %i',
  async (nanoseconds, atSeconds) => {
    const { outcome, steps, scheduled } = run({
      ...effect,
      due: { ...due, nanoseconds },
    });
    expect(await outcome).toMatchObject({ status: 'success', resultJson, replayed: false });
    expect(steps()).toEqual(['putIfAbsent', 'complete']);
    expect(scheduled).toEqual([{ traceId, atSeconds }]);
  },
);

test('a query is answered with the payload and its data, and nothing is written', async () => {
  const lookup = { kind: 'topic', topic: 'gate code' } as const;
  const { outcome, steps, topicsRead } = run({ kind: 'query', lookup }, undefined, '{ "a": 1 }');
  expect(await outcome).toEqual({
    status: 'success',
    resultJson:
      '{"success":true,"reminder_id":"reminder_7","message":"Call","time":"2031-04-01T10:00:00Z","data":{ "a": 1 }}',
    replayed: false,
  });
  expect([topicsRead, steps()]).toEqual([['gate code'], []]);
});

const past: Plan = { ...effect, rejectIfFirst: failure('reminder_time_in_past') };
const invalid: Plan = { kind: 'refused', failure: failure('invalid_time'), onlyIfFirst: true };

test.each([
  ['reminder_time_in_past', past],
  ['invalid_time', invalid],
])('a first request is refused with %s, and nothing is written', async (code, plan) => {
  const { outcome, calls, scheduled } = run(plan);
  expect(await outcome).toMatchObject({ status: 'failed', failure: { code } });
  expect([calls, scheduled]).toEqual([[['find', traceId]], []]);
});

test.each([
  ['reminder_time_in_past', past],
  ['invalid_time', invalid],
])('a completed execution is replayed in place of %s', async (_code, plan) => {
  const existing = doneExecution({ traceId, fingerprint, resultJson: '{"old":1}' });
  const { outcome, calls, scheduled } = run(plan, scriptedExecutions({ find: existing }));
  expect(await outcome).toMatchObject({ status: 'success', resultJson: '{"old":1}', replayed: true });
  expect([calls, scheduled]).toEqual([[['find', traceId]], []]);
});

test('an abandoned claim is completed although the time of its reminder has passed', async () => {
  const existing = pendingExecution({ traceId, fingerprint });
  const { outcome, steps, scheduled } = run(past, scriptedExecutions({ find: existing }));
  expect(await outcome).toMatchObject({ status: 'success', replayed: false });
  expect(steps()).toEqual(['find', 'takeOver', 'complete']);
  expect(scheduled).toHaveLength(1);
});

test('an abandoned claim is completed by its recorded plan, where the zone has changed since', async () => {
  const planned = { plannedJson: '{"planned":1}', effectAtSeconds: 7, effectKey: 'key' };
  const existing = pendingExecution({ traceId, fingerprint, ...planned });
  const { outcome, scheduled } = run(invalid, scriptedExecutions({ find: existing }));
  expect(await outcome).toMatchObject({ resultJson: '{"planned":1}', replayed: false });
  expect(scheduled).toEqual([{ traceId, atSeconds: 7 }]);
});

test('an abandoned claim without a recorded plan is refused like a first request, where the zone has changed since', async () => {
  const existing = pendingExecution({ traceId, fingerprint });
  const { outcome, steps } = run(invalid, scriptedExecutions({ find: existing }));
  expect(await outcome).toMatchObject({ failure: { code: 'invalid_time' } });
  expect(steps()).toEqual(['find']);
});

test('the fields of an adapter that only records follow those of the action', async () => {
  const { outcome } = runWith({ kind: 'record', fields: { mocked: true } }, effect);
  expect(await outcome).toMatchObject({ resultJson: `${resultJson.slice(0, -1)},"mocked":true}` });
});

test('an abandoned claim of an adapter is not taken over by one that only records', async () => {
  const existing = pendingExecution({ traceId, fingerprint });
  const { outcome, steps } = runWith(
    { kind: 'record', fields: {} },
    past,
    scriptedExecutions({ find: existing }),
  );
  expect(await outcome).toMatchObject({
    failure: { code: 'adapter_unavailable', cause: 'AdapterChanged', retryAfterSeconds: 300 },
    adapter: 'eventbridge',
  });
  expect(steps()).toEqual(['find']);
});
