// The log lines (schemas/README.md, Log lines): for each message its level, its fields in their order, and no other field.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { LoggedLine } from '../support/log-lines.ts';
import {
  dryRunOf,
  infoRequest,
  meetingRequest,
  newTraceId,
  reminderRequest,
  skippedRequest,
  taskRequest,
  traceIdOf,
  workflowRequest,
  type SentRequest,
} from '../support/requests.ts';
import { startService } from '../support/service.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const head = ['level', 'message', 'timestamp', 'service', 'stage', 'version', 'trace_id', 'request_id'];
const received = [...head, 'decision', 'action_type', 'bytes'];
const failed = ['action_type', 'error_code', 'http_status', 'retryable', 'duration_ms', 'store_calls'];

const app = startBeforeAll();
beforeAll(async () => {
  // The first request of a process has a field more, and a test of its own.
  await app.service.send(skippedRequest());
});

/** Sends these requests in order. @returns the lines of the last one */
async function linesOf(...requests: readonly SentRequest[]): Promise<LoggedLine[]> {
  let lines: LoggedLine[] = [];
  for (const request of requests) lines = app.service.linesOf(await app.service.send(request));
  return lines;
}

/** The line without the fields that differ between runs. */
function stable(line: LoggedLine): LoggedLine {
  const varying = ['timestamp', 'trace_id', 'request_id', 'duration_ms'];
  return Object.fromEntries(Object.entries(line).filter(([name]) => !varying.includes(name)));
}

/** In Jest's realm the error of a refused connection may have no code of Node's: then its name is logged. */
const refusedConnection = expect.stringMatching(/^(?:ECONNREFUSED|Error)$/) as unknown;

const fixed = { service: 'workflow-executor', stage: 'test', version: '0.0.0' };
const info = { level: 'INFO', ...fixed };
const warn = { level: 'WARN', message: 'EXECUTION_FAILED', ...fixed };
const error = { level: 'ERROR', message: 'EXECUTION_FAILED', ...fixed };
const failedReminder = { ...error, action_type: 'reminder', adapter: 'eventbridge', store_calls: 2 };

describe('REQUEST_RECEIVED', () => {
  test.each([
    ['a task', taskRequest(), 'workflow', 'task'],
    ['an unknown action', workflowRequest({ action_type: 'x'.repeat(99) }), 'workflow', 'x'.repeat(64)],
    ['an action that is not a string', workflowRequest({ action_type: 7 }), 'workflow', null],
    ['a skip', skippedRequest(), 'respond', null],
    ['a skip with a payload', { json: { ...taskRequest().json, decision: 'respond' } }, 'respond', null],
    ['no decision', { json: { trace_id: newTraceId() } }, null, null],
    [
      'a decision of 99 characters',
      { json: { trace_id: newTraceId(), decision: 'd'.repeat(99) } },
      'd'.repeat(64),
      null,
    ],
  ])(
    'has the decision, the action type and the size of %s',
    async (_what, request, decision, action_type) => {
      const [line = {}] = await linesOf(request);
      const bytes = Buffer.byteLength(JSON.stringify(request.json));
      expect(stable(line)).toEqual({ ...info, message: 'REQUEST_RECEIVED', decision, action_type, bytes });
      expect(line['trace_id']).toBe((request.json as { trace_id: string }).trace_id);
      expect(Object.keys(line)).toEqual(received);
    },
  );

  test('marks the lines of the first request of a process as a cold start', async () => {
    const fresh = await startService({ store: app.store });
    const first = fresh.linesOf(await fresh.send(skippedRequest()));
    const second = fresh.linesOf(await fresh.send(skippedRequest()));
    expect(first.map((line) => line['cold_start'])).toEqual([true, true]);
    expect(second.map((line) => line['cold_start'])).toEqual([undefined, undefined]);
  });

  test('counts the bytes of the decoded body', async () => {
    const text = JSON.stringify(taskRequest({ payload: { title: 'Füttere den Reiher' } }).json);
    const [line = {}] = await linesOf({
      body: Buffer.from(text).toString('base64'),
      isBase64Encoded: true,
    });
    expect(line['bytes']).toBe(Buffer.byteLength(text));
  });
});

test('EXECUTION_SKIPPED has the decision and the duration', async () => {
  const lines = await linesOf(skippedRequest());
  expect(lines.map(({ message }) => message)).toEqual(['REQUEST_RECEIVED', 'EXECUTION_SKIPPED']);
  const line = lines[1] ?? {};
  expect(stable(line)).toEqual({ ...info, message: 'EXECUTION_SKIPPED', decision: 'respond' });
  expect(Object.keys(line)).toEqual([...head, 'decision', 'duration_ms']);
});

test.each([
  ['task', taskRequest()],
  ['reminder', reminderRequest()],
  ['meeting', meetingRequest()],
  ['info', infoRequest('trace:nobody')],
])('EXECUTION_PLANNED of a %s has the action and the duration, and no id', async (type, request) => {
  const lines = await linesOf(dryRunOf(request));
  expect(lines.map(({ message }) => message)).toEqual(['REQUEST_RECEIVED', 'EXECUTION_PLANNED']);
  const line = lines[1] ?? {};
  expect(stable(line)).toEqual({ ...info, message: 'EXECUTION_PLANNED', action_type: type });
  expect(Object.keys(line)).toEqual([...head, 'action_type', 'duration_ms']);
});

describe.each([
  ['task', taskRequest, 1, {}],
  ['reminder', reminderRequest, 2, { adapter: 'eventbridge' }],
  ['meeting', meetingRequest, 1, {}],
])('of a %s', (type, build, store_calls, outside) => {
  test('EXECUTION_SUCCESS and EXECUTION_REPLAYED have the same id', async () => {
    const request = build();
    const id = traceIdOf(request).replace(`${type}-`, `${type}_`);
    const ofAdapter = Object.keys(outside);
    const keys = [...head, 'action_type', `${type}_id`, ...ofAdapter, 'duration_ms', 'store_calls'];
    const [, first = {}] = await linesOf(request);
    const fields = { ...info, ...outside, action_type: type, [`${type}_id`]: id };
    expect(stable(first)).toEqual({ ...fields, message: 'EXECUTION_SUCCESS', store_calls });
    expect(Object.keys(first)).toEqual(keys);
    const [, replay = {}] = await linesOf(request);
    expect(stable(replay)).toEqual({ ...fields, message: 'EXECUTION_REPLAYED', store_calls: 2 });
    expect(Object.keys(replay)).toEqual(keys);
  });
});

test('EXECUTION_SUCCESS of an info has no id', async () => {
  const task = taskRequest();
  const [, line = {}] = await linesOf(task, infoRequest(`trace:${traceIdOf(task)}`));
  expect(stable(line)).toEqual({
    ...info,
    message: 'EXECUTION_SUCCESS',
    action_type: 'info',
    store_calls: 1,
  });
  expect(Object.keys(line)).toEqual([...head, 'action_type', 'duration_ms', 'store_calls']);
});

describe('EXECUTION_FAILED', () => {
  const conflict = taskRequest();
  const rival = taskRequest({ traceId: traceIdOf(conflict), payload: { title: 'Prune the roses' } });

  test.each([
    ['a missing field', [taskRequest({ payload: { title: '' } })], 'missing_task_title', 422, 0],
    ['a wrong field', [taskRequest({ payload: { titel: 'Water the ferns' } })], 'invalid_payload', 422, 0],
    ['a conflict', [conflict, rival], 'trace_id_conflict', 422, 2],
    ['what is not found', [infoRequest('trace:nobody')], 'info_not_found', 404, 1],
  ])('is a warning for %s', async (_what, requests, error_code, http_status, store_calls) => {
    const [, line = {}] = await linesOf(...requests);
    const { action_type, ...rest } = stable(line);
    expect(rest).toEqual({ ...warn, error_code, http_status, retryable: false, store_calls });
    expect(['task', 'info']).toContain(action_type);
    expect(Object.keys(line)).toEqual([...head, ...failed]);
  });

  test.each([
    ['a body that is not JSON', { body: '{"title": "Water the ferns"' }, 'invalid_json', 400],
    [
      'another media type',
      { body: 'Water the ferns', headers: { 'content-type': 'text/plain' } },
      'unsupported_media_type',
      415,
    ],
    ['a body too large', { body: `"${'x'.repeat(65_536)}"` }, 'payload_too_large', 413],
  ])(
    'is a warning for %s, without a trace id, and the only line',
    async (_what, request, error_code, http_status) => {
      const lines = await linesOf(request);
      expect(lines.map(stable)).toEqual([
        { ...warn, action_type: null, error_code, http_status, retryable: false, store_calls: 0 },
      ]);
      expect(lines[0]).toMatchObject({ trace_id: null });
      expect(Object.keys(lines[0] ?? {})).toEqual([...head, ...failed]);
    },
  );

  test('is an error with the name of the cause for a store that is down', async () => {
    const unconnected = await startService({ store: { ...app.store, endpoint: 'http://127.0.0.1:1' } });
    await unconnected.send(skippedRequest());
    const [, line = {}] = unconnected.linesOf(await unconnected.send(taskRequest()));
    const fields = { error_code: 'store_unavailable', http_status: 503, retryable: true, store_calls: 1 };
    expect(stable(line)).toEqual({ ...error, action_type: 'task', ...fields, cause: refusedConnection });
    expect(Object.keys(line)).toEqual([...head, ...failed, 'cause']);
  });

  test('is an error with the name of the cause for a scheduler that is down, or that refuses', async () => {
    const unconnected = await startService({ store: app.store });
    await unconnected.send(skippedRequest());
    const [, down = {}] = unconnected.linesOf(await unconnected.send(reminderRequest()));
    expect(stable(down)).toEqual({
      ...failedReminder,
      error_code: 'adapter_unavailable',
      http_status: 503,
      retryable: true,
      cause: refusedConnection,
    });
    const refused = reminderRequest();
    app.scheduler.refusing.set(traceIdOf(refused), 'ValidationException');
    const [, line = {}] = await linesOf(refused);
    expect(stable(line)).toEqual({
      ...failedReminder,
      error_code: 'adapter_unavailable',
      http_status: 503,
      retryable: true,
      cause: 'ValidationException',
    });
  });
});

test('the line of a replayed failure has the status that was recorded', async () => {
  const request = reminderRequest();
  await linesOf(request);
  const stored = { success: false, error_code: 'adapter_full', message: 'no more', retryable: false };
  await app.store.putItem({
    ...(await app.store.itemOf(traceIdOf(request))),
    state: { S: 'failed' },
    execution_result: { S: JSON.stringify(stored) },
    http_status: { N: '507' },
  });
  const [, replay = {}] = await linesOf(request);
  expect(replay).toMatchObject({
    level: 'INFO',
    message: 'EXECUTION_REPLAYED',
    error_code: 'adapter_full',
    http_status: 507,
    retryable: false,
  });
});

test('a line below the configured LOG_LEVEL is not written', async () => {
  const quiet = await startService({ store: app.store, variables: { LOG_LEVEL: 'WARN' } });
  expect(quiet.linesOf(await quiet.send(taskRequest()))).toEqual([]);
  const refused = quiet.linesOf(await quiet.send(taskRequest({ payload: { title: '' } })));
  expect(refused.map(({ message }) => message)).toEqual(['EXECUTION_FAILED']);
});

test('a line has no field of the request before it', async () => {
  await app.service.send(taskRequest());
  const [line = {}] = await linesOf({ body: '{' });
  expect(Object.keys(line)).toEqual([...head, ...failed]);
  expect(line).toMatchObject({ trace_id: null, action_type: null });
});
