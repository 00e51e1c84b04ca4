// The client and the service together: what each answer of the service becomes for a caller.
import { expect, test } from '@jest/globals';
import { createClient } from '../../lib/client/index.ts';
import { startBeforeAll } from '../support/start-before-all.ts';
import { newTraceId } from '../support/requests.ts';

const app = startBeforeAll();
const task = { action_type: 'task', title: 'Submit payroll report' } as const;
const reminder = { action_type: 'reminder', message: 'Stand-up', time: '2131-06-02T09:30:00Z' } as const;
const meeting = {
  action_type: 'meeting',
  title: 'Design review',
  participants: ['a@example.com'],
  start_time: '2131-03-03T10:00:00Z',
  end_time: '2131-03-03T11:00:00Z',
} as const;

const executor = createClient({
  url: 'http://127.0.0.1:1',
  maxAttempts: 1,
  fetch: async (_url, { headers, body }) => {
    const sent = Object.fromEntries(headers as Headers);
    const answer = await app.service.send({ body: body as string, headers: sent });
    return new Response(answer.body, { status: answer.status, headers: answer.headers });
  },
});

test('a task is executed, and replayed when it is sent again', async () => {
  const traceId = newTraceId();
  const result = { success: true, task_id: expect.stringContaining(traceId.slice(5)), title: task.title };
  const outcome = { status: 'success', result, traceId, attempts: 1 };
  expect(await executor.execute(task, { traceId })).toEqual({ ...outcome, replayed: false });
  expect(await executor.execute(task, { traceId })).toEqual({ ...outcome, replayed: true });
});

test('another task under the same trace id is a conflict', async () => {
  const traceId = newTraceId();
  await executor.execute(task, { traceId });
  expect(await executor.execute({ ...task, priority: 'high' }, { traceId })).toEqual({
    status: 'failed',
    error: { code: 'trace_id_conflict', message: expect.any(String), retryable: false },
    replayed: false,
    traceId,
    attempts: 1,
  });
});

test('without a trace id each call is an execution of its own', async () => {
  const outcomes = await Promise.all([executor.execute(task), executor.execute(task)]);
  expect(outcomes).toMatchObject([
    { status: 'success', replayed: false },
    { status: 'success', replayed: false },
  ]);
  expect(new Set(outcomes.map(({ traceId }) => traceId)).size).toBe(2);
});

test('reminders, meetings and look-ups have the results of their actions', async () => {
  const traceId = newTraceId();
  expect(await executor.execute(reminder)).toMatchObject({
    status: 'success',
    result: { message: 'Stand-up', due_at: '2131-06-02T09:30:00Z' },
  });
  expect(await executor.execute(meeting, { traceId })).toMatchObject({
    status: 'success',
    result: { start_at: meeting.start_time, mocked: true },
  });
  const query = `trace:${traceId}`;
  expect(await executor.execute({ action_type: 'info', query })).toMatchObject({
    status: 'success',
    result: { query, data: { action_type: 'meeting', state: 'done' } },
    replayed: false,
  });
});

test('a dry run tells the plan, and leaves the trace id free', async () => {
  for (const payload of [task, reminder, meeting]) {
    const traceId = newTraceId();
    const plan = await executor.execute(payload, { traceId, dryRun: true });
    expect(plan).toEqual({ status: 'planned', result: expect.any(Object), traceId, attempts: 1 });
    const result = plan.status === 'planned' ? plan.result : undefined;
    expect(await executor.execute(payload, { traceId })).toMatchObject({
      status: 'success',
      result,
      replayed: false,
    });
  }
});

test('a refusal says what is wrong and where', async () => {
  const titel = { ...task, titel: 'Submit payroll report' };
  expect(await executor.execute(titel, { traceId: 'task-titel' })).toEqual({
    status: 'failed',
    error: {
      code: 'invalid_payload',
      message: expect.any(String),
      retryable: false,
      details: [{ path: '/data/payload/titel', message: expect.any(String) }],
    },
    replayed: false,
    traceId: 'task-titel',
    attempts: 1,
  });
});

test.each([
  ['invalid_trace_id', 'not a trace id', 'x'],
  ['missing_trace_id', '', 'x'],
  ['payload_too_large', 'task-large', 'x'.repeat(65_536)],
])('a request that is refused with %s gets an outcome, too', async (code, traceId, title) => {
  expect(await executor.execute({ action_type: 'task', title }, { traceId })).toMatchObject({
    status: 'failed',
    error: { code, retryable: false },
    traceId,
  });
});

test('a decision that is no workflow is skipped', async () => {
  expect(await executor.send({ trace_id: 'chat-7', decision: 'respond' })).toEqual({
    status: 'skipped',
    reason: 'decision_not_workflow',
    traceId: 'chat-7',
    attempts: 1,
  });
});
