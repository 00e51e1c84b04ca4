// The one path of a request: which step ends it, what each step asks of the outside, and what is written.
import { expect, test } from '@jest/globals';
import { failure } from '../../../lib/domain/failure.ts';
import { fingerprintOf } from '../../../lib/domain/fingerprint.ts';
import type { Invocation } from '../../../lib/domain/invocation.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import type { Adapter, Adapters } from '../../../lib/ports/adapter.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { invocationAt } from '../../support/executions.ts';
import { scriptedPorts } from './scripted-ports.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const createdAt = '2031-04-01T09:30:00.000Z';

function setUp(topicJson?: string, adapters: Adapters = {}) {
  const { ports: scripted, ...seen } = scriptedPorts(undefined, topicJson);
  const ports = { ...scripted, adapters: { ...scripted.adapters, ...adapters } };
  const execute = (body: unknown, more: Partial<Invocation> = {}) =>
    createExecutor(ports, 'UTC')(readRequest(body), invocationAt(nowMs, { leaseOwner: 'mine', ...more }));
  return { execute, ...seen };
}

const request = (trace_id: string, payload: object) => ({
  trace_id,
  decision: 'workflow',
  data: { workflow_type: 'workflow', payload },
});
const task = request('task-7', { title: 'Water', action_type: 'task', priority: 'low' });
const time = '2031-04-01T10:00:00Z';
const reminder = request('reminder-7', { action_type: 'reminder', message: 'Call', time });

test('a request with a wrong envelope is refused without a call to the outside', async () => {
  const { execute, calls } = setUp();
  expect(await execute({ ...task, trace_id: '?' })).toEqual({
    status: 'failed',
    failure: failure('invalid_trace_id'),
    replayed: false,
  });
  expect(calls).toEqual([]);
});

test('a request with a missing field is refused without a call to the outside', async () => {
  const { execute, calls, scheduled } = setUp();
  expect(await execute(request('task-7', { action_type: 'task' }))).toMatchObject({
    status: 'failed',
    failure: { code: 'missing_task_title' },
    replayed: false,
  });
  expect([calls, scheduled]).toEqual([[], []]);
});

test('a decision other than workflow is skipped without a call to the outside', async () => {
  const { execute, calls } = setUp();
  expect(await execute({ trace_id: 'chat-7', decision: 'respond' })).toEqual({
    status: 'skipped',
    decision: 'respond',
  });
  expect(calls).toEqual([]);
});

test('a dry run is answered by its plan, even with no time left, without a call to the outside', async () => {
  const { execute, calls, scheduled } = setUp();
  const outcome = await execute({ ...reminder, dry_run: true }, { remainingMs: () => 0 });
  expect(outcome).toEqual({
    status: 'planned',
    resultJson: `{"success":true,"reminder_id":"reminder_7","message":"Call","time":"${time}","due_at":"${time}"}`,
  });
  expect([calls, scheduled]).toEqual([[], []]);
});

test('a time that is not on the calendar is refused without a call to the store', async () => {
  const { execute, calls } = setUp();
  const invalid = request('task-7', { action_type: 'task', title: 'Water', due: '2031-02-30' });
  expect(await execute(invalid)).toMatchObject({ status: 'failed', failure: { code: 'invalid_time' } });
  expect(calls).toEqual([]);
});

test.each([
  [599, 'deadline_exceeded'],
  [600, undefined],
])('with %d ms left the error code is %s', async (remaining, code) => {
  const { execute, calls } = setUp();
  const outcome = await execute(task, { remainingMs: () => remaining });
  expect(outcome).toMatchObject(
    code === undefined ? { status: 'success' } : { status: 'failed', failure: failure('deadline_exceeded') },
  );
  expect(calls).toHaveLength(code === undefined ? 1 : 0);
});

test('a task is recorded with its fields in the order of the contract', async () => {
  const { execute, calls, scheduled } = setUp();
  const resultJson = expect.stringMatching(
    /^\{"success":true,"task_id":"task_7",.*"title":"Water",.*"priority":"low".*\}$/,
  );
  expect(await execute(task)).toMatchObject({ status: 'success', resultJson, replayed: false });
  expect(calls).toEqual([
    [
      'putIfAbsent',
      {
        traceId: 'task-7',
        fingerprint: fingerprintOf(task.decision, task.data),
        actionType: 'task',
        state: 'done',
        resultJson,
        createdAt,
        leaseOwner: 'mine',
        leaseUntilMs: undefined,
      },
    ],
  ]);
  expect(scheduled).toEqual([]);
});

test('a meeting without a time zone is held in the default time zone', async () => {
  const { execute } = setUp();
  const payload = {
    action_type: 'meeting',
    title: 'Plan',
    participants: ['a'],
    start_time: '2031-04-01T10:00',
    end_time: '2031-04-01T11:00',
  };
  const { resultJson } = (await execute(request('chat-7', payload))) as { resultJson: string };
  expect(JSON.parse(resultJson)).toMatchObject({
    meeting_id: 'meeting-chat-7',
    start_at: '2031-04-01T10:00:00Z',
    end_at: '2031-04-01T11:00:00Z',
    mocked: true,
  });
});

test('a reminder is claimed, scheduled and completed', async () => {
  const { execute, calls, scheduled } = setUp();
  const { resultJson } = (await execute(reminder)) as { resultJson: string };
  expect(JSON.parse(resultJson)).toMatchObject({ reminder_id: 'reminder_7', due_at: time });
  expect(resultJson.endsWith(`"due_at":"${time}"}`)).toBe(true);
  expect(calls.map(([name]) => name)).toEqual(['putIfAbsent', 'complete']);
  expect(calls[0]?.[1]).toMatchObject({ state: 'pending', effectAtSeconds: Date.parse(time) / 1000 });
  expect(scheduled).toEqual([{ traceId: 'reminder-7', atSeconds: Date.parse(time) / 1000 }]);
});

const skipped = request('reminder-7', {
  action_type: 'reminder',
  message: 'Call',
  time: '2031-03-30T02:30:00',
  timezone: 'Europe/Berlin',
});

test('a time that its zone skips is refused only after a look for an execution', async () => {
  const { execute, calls, scheduled } = setUp();
  expect(await execute(skipped)).toMatchObject({ failure: { code: 'invalid_time' } });
  expect([calls, scheduled]).toEqual([[['find', 'reminder-7']], []]);
});

test('a reminder in the past is refused only after a look for an execution', async () => {
  const { execute, calls, scheduled } = setUp();
  const past = { action_type: 'reminder', message: 'Call', time: '2031-04-01T09:28:59Z' };
  expect(await execute(request('reminder-7', past))).toMatchObject({
    status: 'failed',
    failure: { code: 'reminder_time_in_past' },
  });
  expect([calls, scheduled]).toEqual([[['find', 'reminder-7']], []]);
});

const info = (query: string) => request('info-7', { action_type: 'info', query });
const infoResult = (query: string, data: string) =>
  `{"success":true,"action_type":"info","query":"${query}","data":${data}}`;

test('a topic is read by its normalized name, and its JSON text returned unchanged', async () => {
  const { execute, topicsRead, calls } = setUp('{ "a": 1 }');
  const { resultJson, ...rest } = (await execute(info('Gate  Code'))) as { resultJson: string };
  expect(rest).toEqual({ status: 'success', replayed: false });
  expect(resultJson.replace('"action_type":"info",', '')).toBe(
    infoResult('Gate  Code', '{ "a": 1 }').replace('"action_type":"info",', ''),
  );
  expect([topicsRead, calls]).toEqual([['gate code'], []]);
});

test.each([
  ['task:notes', 'an id that no trace id has', []],
  ['trace:?', 'no trace id', []],
  ['trace:task-7', 'the trace id of no execution', [['find', 'task-7']]],
  ['task:task_7', 'the id of no execution', [['find', 'task-7']]],
])('the query "%s" (%s) is not found', async (query, _what, reads) => {
  const { execute, topicsRead, calls } = setUp();
  expect(await execute(info(query))).toEqual({
    status: 'failed',
    failure: failure('info_not_found'),
    replayed: false,
  });
  expect([topicsRead, calls]).toEqual([[], reads]);
});

const meeting = {
  action_type: 'meeting',
  title: 'Plan',
  participants: ['nobody'],
  start_time: '2031-04-01T10:00Z',
  end_time: '2031-04-01T11:00Z',
};
const breach = { path: '/data/payload/participants/0', message: 'must be an e-mail address' };
const calendar: Adapter<'meeting'> = {
  kind: 'outside',
  name: 'calendar',
  findBreaches: ({ participants }) =>
    participants.flatMap((participant) => (participant.includes('@') ? [] : [breach])),
  perform: () => Promise.resolve({ kind: 'done' }),
};

test('a payload that the outside system cannot take is refused, only after a look for an execution', async () => {
  const { execute, calls } = setUp(undefined, { meeting: calendar });
  expect(await execute(request('meeting-7', meeting))).toEqual({
    status: 'failed',
    failure: failure('invalid_payload', { details: [breach] }),
    replayed: false,
  });
  expect(calls).toEqual([['find', 'meeting-7']]);
});

test('at most twenty breaches are listed', async () => {
  const { execute } = setUp(undefined, { meeting: calendar });
  const participants = Array.from({ length: 21 }, (_, index) => `nobody ${index}`);
  const outcome = await execute(request('meeting-7', { ...meeting, participants }));
  expect(outcome).toMatchObject({ failure: { details: Array.from({ length: 20 }, () => breach) } });
});

test('a payload that the outside system can take is carried out by it', async () => {
  const { execute, calls } = setUp(undefined, { meeting: calendar });
  const outcome = await execute(request('meeting-7', { ...meeting, participants: ['a@example.com'] }));
  expect(outcome).toMatchObject({ status: 'success', adapter: 'calendar' });
  expect(calls.map(([name]) => name)).toEqual(['putIfAbsent', 'complete']);
});
