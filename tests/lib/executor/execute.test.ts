// Owns the one path of a request: which step answers, what each asks of the outside, and what is written.
import { expect, test } from '@jest/globals';
import type { EffectResult } from '../../../lib/domain/effect.ts';
import type { Ports } from '../../../lib/ports/ports.ts';
import { failure } from '../../../lib/domain/failure.ts';
import { fingerprintOf } from '../../../lib/domain/fingerprint.ts';
import type { Invocation } from '../../../lib/domain/invocation.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';
import { scriptedExecutions, type ScriptedExecutions } from './scripted-executions.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const createdAt = '2031-04-01T09:30:00.000Z';

function outside(executions: ScriptedExecutions = scriptedExecutions(), topic?: string) {
  const scheduled: unknown[] = [];
  const asked: string[] = [];
  const ports: Ports = {
    executions,
    topics: {
      find: (name) => {
        asked.push(name);
        return Promise.resolve(topic);
      },
    },
    reminders: {
      schedule: ({ traceId }, atSeconds): Promise<EffectResult> => {
        scheduled.push({ traceId, atSeconds });
        return Promise.resolve({ kind: 'done' });
      },
    },
  };
  const execute = (request: unknown, more: Partial<Invocation> = {}) =>
    createExecutor(ports, 'UTC')(readRequest(request), invocationAt(nowMs, { leaseOwner: 'mine', ...more }));
  return { calls: executions.calls, scheduled, asked, execute };
}

const request = (trace_id: string, payload: object) => ({
  trace_id,
  decision: 'workflow',
  data: { workflow_type: 'workflow', payload },
});
const task = request('task-7', { title: 'Water', action_type: 'task', priority: 'low' });
const time = '2031-04-01T10:00:00Z';
const reminder = request('reminder-7', { action_type: 'reminder', message: 'Ring', time });

test('a request that is refused touches nothing outside', async () => {
  const { execute, calls, scheduled } = outside();
  expect(await execute(request('task-7', { action_type: 'task' }))).toMatchObject({
    status: 'failed',
    failure: { code: 'missing_task_title' },
    replayed: false,
  });
  expect([calls, scheduled]).toEqual([[], []]);
});

test('another decision is skipped, and touches nothing outside', async () => {
  const { execute, calls } = outside();
  expect(await execute({ trace_id: 'chat-7', decision: 'respond' })).toEqual({
    status: 'skipped',
    decision: 'respond',
  });
  expect(calls).toEqual([]);
});

test('a time that cannot be is refused before the store is asked', async () => {
  const { execute, calls } = outside();
  const impossible = request('task-7', { action_type: 'task', title: 'Water', due: '2031-02-30' });
  expect(await execute(impossible)).toMatchObject({ status: 'failed', failure: { code: 'invalid_time' } });
  expect(calls).toEqual([]);
});

test.each([
  [599, 'deadline_exceeded'],
  [600, undefined],
])('with %d ms left a call to the outside ends as %s', async (remaining, code) => {
  const { execute, calls } = outside();
  const outcome = await execute(task, { remainingMs: () => remaining });
  expect(outcome).toMatchObject(
    code === undefined ? { status: 'success' } : { status: 'failed', failure: failure('deadline_exceeded') },
  );
  expect(calls).toHaveLength(code === undefined ? 1 : 0);
});

test('a task is recorded with its fields in the order of the contract', async () => {
  const { execute, calls, scheduled } = outside();
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

test('a meeting adds its instants, in the default timezone where none is named', async () => {
  const { execute } = outside();
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

test('a reminder is claimed, scheduled and settled', async () => {
  const { execute, calls, scheduled } = outside();
  const { resultJson } = (await execute(reminder)) as { resultJson: string };
  expect(JSON.parse(resultJson)).toMatchObject({ reminder_id: 'reminder_7', due_at: time });
  expect(resultJson.endsWith(`"due_at":"${time}"}`)).toBe(true);
  expect(calls.map(([name]) => name)).toEqual(['putIfAbsent', 'complete']);
  expect(calls[0]?.[1]).toMatchObject({ state: 'pending', effectAtSeconds: Date.parse(time) / 1000 });
  expect(scheduled).toEqual([{ traceId: 'reminder-7', atSeconds: Date.parse(time) / 1000 }]);
});

const past = request('reminder-7', {
  action_type: 'reminder',
  message: 'Ring',
  time: '2031-04-01T09:28:59Z',
});
const pastPrint = fingerprintOf(past.decision, past.data);

test('a reminder whose time is past is refused when its trace is new', async () => {
  const { execute, calls, scheduled } = outside();
  expect(await execute(past)).toMatchObject({ status: 'failed', failure: { code: 'reminder_time_in_past' } });
  expect([calls, scheduled]).toEqual([[['find', 'reminder-7']], []]);
});

test('a reminder whose time is past is replayed when it was done', async () => {
  const standing = doneExecution({ traceId: 'reminder-7', fingerprint: pastPrint, resultJson: '{"old":1}' });
  const { execute, calls, scheduled } = outside(scriptedExecutions({ find: standing }));
  expect(await execute(past)).toMatchObject({ status: 'success', resultJson: '{"old":1}', replayed: true });
  expect([calls, scheduled]).toEqual([[['find', 'reminder-7']], []]);
});

test('a reminder whose time is past is carried on with when it was begun', async () => {
  const standing = pendingExecution({ traceId: 'reminder-7', fingerprint: pastPrint });
  const { execute, calls, scheduled } = outside(scriptedExecutions({ find: standing }));
  expect(await execute(past)).toMatchObject({ status: 'success', replayed: false });
  expect(calls.map(([name]) => name)).toEqual(['find', 'takeOver', 'complete']);
  expect(scheduled).toHaveLength(1);
});

const skipped = request('reminder-7', {
  action_type: 'reminder',
  message: 'Ring',
  time: '2031-03-30T02:30:00',
  timezone: 'Europe/Berlin',
});
const skippedPrint = fingerprintOf(skipped.decision, skipped.data);
const planned = { plannedJson: '{"planned":1}', effectAtSeconds: 7, effectKey: 'key' };

test('a time that its zone skips is refused when its trace is new, and replayed when it was done', async () => {
  const fresh = outside();
  expect(await fresh.execute(skipped)).toMatchObject({ failure: { code: 'invalid_time' } });
  expect([fresh.calls, fresh.scheduled]).toEqual([[['find', 'reminder-7']], []]);
  const done = doneExecution({ traceId: 'reminder-7', fingerprint: skippedPrint, resultJson: '{"old":1}' });
  const { execute } = outside(scriptedExecutions({ find: done }));
  expect(await execute(skipped)).toMatchObject({ resultJson: '{"old":1}', replayed: true });
});

test('what was begun before its zone changed is finished as it was planned', async () => {
  const begun = pendingExecution({ traceId: 'reminder-7', fingerprint: skippedPrint, ...planned });
  const { execute, scheduled } = outside(scriptedExecutions({ find: begun }));
  expect(await execute(skipped)).toMatchObject({ resultJson: '{"planned":1}', replayed: false });
  expect(scheduled).toEqual([{ traceId: 'reminder-7', atSeconds: 7 }]);
});

test('what was begun without a record of its plan, and cannot be planned any more, is refused', async () => {
  const begun = pendingExecution({ traceId: 'reminder-7', fingerprint: skippedPrint });
  const { execute, calls } = outside(scriptedExecutions({ find: begun }));
  expect(await execute(skipped)).toMatchObject({ failure: { code: 'invalid_time' } });
  expect(calls.map(([name]) => name)).toEqual(['find']);
});

const info = (query: string) => request('info-7', { action_type: 'info', query });
const infoResult = (query: string, data: string) =>
  `{"success":true,"action_type":"info","query":"${query}","data":${data}}`;

test('a topic is read by its normal form, and its text given as it stands', async () => {
  const { execute, asked, calls } = outside(undefined, '{ "a": 1 }');
  const { resultJson, ...rest } = (await execute(info('Gate  Code'))) as { resultJson: string };
  expect(rest).toEqual({ status: 'success', replayed: false });
  expect(resultJson.replace('"action_type":"info",', '')).toBe(
    infoResult('Gate  Code', '{ "a": 1 }').replace('"action_type":"info",', ''),
  );
  expect([asked, calls]).toEqual([['gate code'], []]);
});

test.each([
  ['gate code', 'a topic that nobody wrote', 'topic'],
  ['task:notes', 'an id that no trace gives', 'nothing'],
  ['trace:?', 'a trace that cannot be', 'nothing'],
  ['trace:task-7', 'a trace that is not there', 'execution'],
  ['task:task_7', 'an id of nothing that is there', 'execution'],
])('%s, %s, is not found', async (query, _what, lookup) => {
  const { execute, asked, calls } = outside();
  expect(await execute(info(query))).toEqual({
    status: 'failed',
    failure: failure('info_not_found'),
    replayed: false,
  });
  expect(asked).toHaveLength(lookup === 'topic' ? 1 : 0);
  expect(calls).toEqual(lookup === 'execution' ? [['find', 'task-7']] : []);
});

const standing = doneExecution({ traceId: 'task-7', resultJson: '{"success":true}', createdAt });
const described = `{"trace_id":"task-7","action_type":"task","state":"done","created_at":"${createdAt}","execution_result":{"success":true}}`;

test.each(['trace:task-7', 'task:task_7'])('%s tells of the execution', async (query) => {
  const { execute, calls } = outside(scriptedExecutions({ find: standing }));
  const { resultJson } = (await execute(info(query))) as { resultJson: string };
  expect(resultJson.slice(resultJson.indexOf('"data":'))).toBe(`"data":${described}}`);
  expect(calls).toEqual([['find', 'task-7']]);
});

test('an execution that is not done yet has no result', async () => {
  const pending = pendingExecution({ traceId: 'reminder-7', createdAt });
  const { execute } = outside(scriptedExecutions({ find: pending }));
  const { resultJson } = (await execute(info('reminder:reminder_7'))) as { resultJson: string };
  expect(JSON.parse(resultJson)).toMatchObject({ data: { state: 'pending', execution_result: null } });
});

const toCome = { ...standing, traceId: 'reminder-7', actionType: 'reminder', effectAtSeconds: 7 };

test.each([
  ['a task', standing, ''],
  ['a reminder to come', toCome, ',"delivered_at":null'],
  [
    'one that is pending',
    { ...toCome, state: 'pending', resultJson: undefined } as const,
    ',"delivered_at":null',
  ],
  [
    'one that was delivered',
    { ...toCome, deliveredAt: '2031-04-01T09:30:00Z' },
    ',"delivered_at":"2031-04-01T09:30:00Z"',
  ],
  ['one that failed', { ...toCome, state: 'failed' } as const, ''],
  ['one of a version that did not record it', { ...toCome, effectAtSeconds: undefined }, ''],
])('of %s info tells the delivery as it is', async (_what, found, delivery) => {
  const { execute } = outside(scriptedExecutions({ find: found }));
  const { resultJson } = (await execute(info(`trace:${found.traceId}`))) as { resultJson: string };
  expect(resultJson.endsWith(`"execution_result":${found.resultJson ?? 'null'}${delivery}}}`)).toBe(true);
});

test('an execution of another action is not found by an id of this one', async () => {
  const { execute } = outside(scriptedExecutions({ find: { ...standing, actionType: 'meeting' } }));
  expect(await execute(info('task:task_7'))).toMatchObject({ failure: { code: 'info_not_found' } });
});
