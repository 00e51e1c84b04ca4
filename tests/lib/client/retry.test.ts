// What is tried again and what is not, with a server that answers by a script: attempts, pauses and bytes.
import { expect, test } from '@jest/globals';
import { createClientWith, type CallOptions } from '../../../lib/client/client.ts';
import { NoOutcomeError } from '../../../lib/client/errors.ts';
import type { ClientOptions } from '../../../lib/client/options.ts';
import { fakeRuntime, startMs, type FakeRuntime } from './fake-runtime.ts';
import { retriedSteps } from './retried-steps.ts';
import {
  failure,
  gateway,
  hang,
  html,
  reset,
  startScriptedService,
  success,
  taskResult,
  type ScriptedService,
  type ScriptStep,
} from './scripted-service.ts';

const task = { action_type: 'task', title: 'Submit payroll report' } as const;
const body =
  '{"trace_id":"task-001","decision":"workflow","data":{"workflow_type":"workflow","payload":' +
  '{"action_type":"task","title":"Submit payroll report"}}}';
const told = { result: taskResult, status: 'success', traceId: 'task-001' };

type Script = (runtime: FakeRuntime) => readonly ScriptStep[];

/** Executes a task against a script. Every request must be the same, to the byte. */
async function execute(
  script: Script,
  options: Partial<ClientOptions> = {},
  { runtime = fakeRuntime(), ...call }: CallOptions & { readonly runtime?: FakeRuntime } = {},
) {
  const service = await startScriptedService(...script(runtime));
  const client = createClientWith(runtime, { url: service.url, ...options });
  const outcome: unknown = await client
    .execute(task, { traceId: 'task-001', ...call })
    .catch((error: unknown) => error);
  expect(new Set(service.received.map((request) => request.body))).toEqual(
    new Set(service.received.length === 0 ? [] : [body]),
  );
  expect(runtime.timers.size).toBe(0);
  return { outcome, pauses: runtime.pauses, requests: requestsOf(service) };
}

function requestsOf({ received }: ScriptedService): number {
  return received.length;
}

test.each(retriedSteps)('after %s the same bytes are sent again', async (_, step) => {
  expect(await execute(() => [step, success()])).toEqual({
    outcome: { ...told, replayed: false, attempts: 2 },
    pauses: [100],
    requests: 2,
  });
});

test('after a try that has no answer in time the same bytes are sent again', async () => {
  const runtime = fakeRuntime();
  const script: Script = ({ expire }) => [hang(expire), success(true)];
  expect(await execute(script, { timeoutMs: 4000 }, { runtime })).toEqual({
    outcome: { ...told, replayed: true, attempts: 2 },
    pauses: [100],
    requests: 2,
  });
  expect(runtime.limits).toEqual([4000, 4000]);
  expect(runtime.monotonicMs()).toBe(4100);
});

test('409 asks to come back, and a replay tells what happened', async () => {
  const busy = failure(409, 'execution_in_progress', true, { 'retry-after': '1' });
  expect(await execute(() => [busy, busy, success(true)])).toEqual({
    outcome: { ...told, replayed: true, attempts: 3 },
    pauses: [1000, 1000],
    requests: 3,
  });
});

test('the pauses grow with each try, at random', async () => {
  const values = [0.999, 0, 0.5, 0.25];
  const runtime = fakeRuntime({ random: () => values.shift() ?? 0 });
  const { pauses, requests } = await execute(() => [reset, reset, reset, reset, success()], {}, { runtime });
  expect(pauses).toEqual([200, 0, 400, 400]);
  expect(requests).toBe(5);
});

test.each<[string, number]>([
  ['3', 3000],
  ['0', 100],
  [new Date(startMs + 7000).toUTCString(), 7000],
  ['soon', 100],
])('503 with retry-after: %s is waited for', async (value, pause) => {
  expect(await execute(() => [gateway(503, { 'retry-after': value }), success()])).toEqual({
    outcome: { ...told, replayed: false, attempts: 2 },
    pauses: [pause],
    requests: 2,
  });
});

test.each<[number, string]>([
  [422, 'missing_task_title'],
  [500, 'internal_execution_error'],
  [502, 'adapter_rejected'],
])('a failure that is not retryable is sent once only: %i %s', async (status, code) => {
  expect(await execute(() => [failure(status, code, false)])).toEqual({
    outcome: {
      status: 'failed',
      error: { code, message: 'it failed', retryable: false },
      replayed: false,
      traceId: 'task-001',
      attempts: 1,
    },
    pauses: [],
    requests: 1,
  });
});

test('a retryable failure of the last try is returned', async () => {
  const { outcome, pauses } = await execute(() => [reset, failure(504, 'deadline_exceeded', true)], {
    maxAttempts: 2,
  });
  expect(outcome).toEqual({
    status: 'failed',
    error: { code: 'deadline_exceeded', message: 'it failed', retryable: true },
    replayed: false,
    traceId: 'task-001',
    attempts: 2,
  });
  expect(pauses).toEqual([100]);
});

test('if the last try brings no answer it throws, whatever was answered before', async () => {
  const { outcome, requests } = await execute(() => [failure(503, 'store_unavailable', true), reset], {
    maxAttempts: 2,
  });
  expect(outcome).toBeInstanceOf(NoOutcomeError);
  expect(outcome).toMatchObject({ traceId: 'task-001', attempts: 2 });
  expect((outcome as NoOutcomeError).cause).toMatchObject({ name: 'TypeError', message: 'fetch failed' });
  expect(requests).toBe(2);
});

test.each<[string, ScriptStep, string]>([
  ['JSON of a gateway, 404', gateway(404), 'HTTP 404 with application/json'],
  ['JSON of a gateway, 403', gateway(403), 'HTTP 403 with application/json'],
  ['JSON of a gateway, 401', gateway(401), 'HTTP 401 with application/json'],
  ['JSON of a gateway, 413', gateway(413), 'HTTP 413 with application/json'],
])('%s ends the call at once', async (_, step, said) => {
  const { outcome, pauses, requests } = await execute(() => [step]);
  expect(outcome).toBeInstanceOf(NoOutcomeError);
  expect((outcome as NoOutcomeError).attempts).toBe(1);
  expect((outcome as NoOutcomeError).cause).toEqual(
    expect.objectContaining({
      name: 'UnexpectedAnswerError',
      message: `${said} is no answer of the Workflow Executor`,
    }),
  );
  expect([pauses, requests]).toEqual([[], 1]);
});

test('five tries are made by default, and the last cause is kept', async () => {
  const { outcome, pauses, requests } = await execute(() => [reset, reset, reset, reset, html(502)]);
  expect(outcome).toMatchObject({ name: 'NoOutcomeError', traceId: 'task-001', attempts: 5 });
  expect((outcome as NoOutcomeError).cause).toMatchObject({ status: 502, contentType: 'text/html' });
  expect(pauses).toEqual([100, 200, 400, 800]);
  expect(requests).toBe(5);
});

test('a pause that would pass the deadline is not made', async () => {
  const busy = failure(503, 'adapter_unavailable', true, { 'retry-after': '60' });
  const { outcome, pauses, requests } = await execute(() => [busy]);
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'adapter_unavailable' }, attempts: 1 });
  expect([pauses, requests]).toEqual([[], 1]);
  const shorter = failure(503, 'adapter_unavailable', true, { 'retry-after': '59' });
  expect(await execute(() => [shorter, success()])).toMatchObject({ pauses: [59_000], requests: 2 });
});

test('the last try may take only what is left of the deadline', async () => {
  const runtime = fakeRuntime();
  const script: Script = ({ expire }) => [hang(expire), hang(expire), hang(expire)];
  const { outcome, pauses } = await execute(script, { timeoutMs: 1000, deadlineMs: 1500 }, { runtime });
  expect(runtime.limits).toEqual([1000, 400]);
  expect(pauses).toEqual([100]);
  expect(outcome).toMatchObject({ name: 'NoOutcomeError', attempts: 2 });
  expect((outcome as NoOutcomeError).cause).toMatchObject({
    name: 'TimeoutError',
    message: 'no answer within 400 ms',
  });
});

test('a machine that sleeps past the deadline makes no other try', async () => {
  const runtime: FakeRuntime = fakeRuntime({
    sleep: async () => await Promise.resolve(runtime.advance(60_000)),
  });
  const { outcome, requests } = await execute(
    () => [failure(503, 'store_unavailable', true)],
    {},
    { runtime },
  );
  expect(outcome).toMatchObject({ status: 'failed', error: { code: 'store_unavailable' }, attempts: 1 });
  expect(requests).toBe(1);
});

test('a signal that is aborted before the call sends nothing', async () => {
  const reason = new Error('not needed');
  const { outcome, requests } = await execute(() => [], {}, { signal: AbortSignal.abort(reason) });
  expect(outcome).toMatchObject({ name: 'NoOutcomeError', traceId: 'task-001', attempts: 0 });
  expect((outcome as NoOutcomeError).cause).toBe(reason);
  expect(requests).toBe(0);
});

test('a signal that is aborted during a try ends it at once', async () => {
  const controller = new AbortController();
  const reason = new Error('not needed any more');
  const script: Script = () => [reset, hang(() => controller.abort(reason))];
  const { outcome, requests } = await execute(script, {}, { signal: controller.signal });
  expect(outcome).toMatchObject({ name: 'NoOutcomeError', traceId: 'task-001', attempts: 2 });
  expect((outcome as NoOutcomeError).cause).toBe(reason);
  expect(requests).toBe(2);
});

test('a signal that is aborted during a pause ends it at once', async () => {
  const controller = new AbortController();
  const reason = new Error('shutting down');
  const runtime: FakeRuntime = fakeRuntime({
    sleep: async (_delayMs, signal) => {
      controller.abort(reason);
      await Promise.resolve();
      signal?.throwIfAborted();
    },
  });
  const { signal } = controller;
  const { outcome, requests } = await execute(() => [html(502)], {}, { runtime, signal });
  expect(outcome).toMatchObject({ name: 'NoOutcomeError', traceId: 'task-001', attempts: 1 });
  expect((outcome as NoOutcomeError).cause).toBe(reason);
  expect(requests).toBe(1);
});

test('a signal that is aborted during the last try is the cause', async () => {
  const controller = new AbortController();
  const script: Script = () => [hang(() => controller.abort('enough'))];
  const { outcome } = await execute(script, { maxAttempts: 1 }, { signal: controller.signal });
  expect((outcome as NoOutcomeError).cause).toBe('enough');
});
