// The middleware around the executor: what it logs, how it answers a failure or a crash, and how it answers when its time is up.
import { expect, test } from '@jest/globals';
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import type { Execute } from '../../../lib/executor/execute.ts';
import { createPipeline } from '../../../lib/http/pipeline.ts';
import type { Log } from '../../../lib/log/log.ts';
import { contextOf } from '../../support/request-context.ts';
import { taskRequest, traceIdOf } from '../../support/requests.ts';

const success: Outcome = {
  status: 'success',
  resultJson: '{"success":true}',
  created: { idField: 'task_id', id: 'task_7' },
  replayed: false,
};

function setUp(execute: Execute) {
  const logged: unknown[][] = [];
  const log: Log = {
    received: (...args) => void logged.push(['received', ...args]),
    completed: (...args) => void logged.push(['completed', ...args]),
    crashed: (...args) => void logged.push(['crashed', ...args]),
    delivered: (...args) => void logged.push(['delivered', ...args]),
    notDelivered: (...args) => void logged.push(['notDelivered', ...args]),
  };
  return { logged, run: createPipeline(execute, log, () => 47.5) };
}

const request = taskRequest();
const body = JSON.stringify(request.json);
const trace_id = traceIdOf(request);
const logContext = { trace_id, request_id: 'request' };
const internal = failure('internal_execution_error');

test('a request is logged when it is received and when it is completed', async () => {
  const { logged, run } = setUp((_request, invocation) => {
    invocation.storeCalls = 2;
    return Promise.resolve(success);
  });
  const response = await run(contextOf(body), {});
  expect(response).toMatchObject({
    statusCode: 200,
    headers: { 'x-trace-id': trace_id },
    isBase64Encoded: false,
  });
  expect(logged).toStrictEqual([
    ['received', logContext, { decision: 'workflow', action_type: 'task', bytes: Buffer.byteLength(body) }],
    ['completed', logContext, success, { actionType: 'task', durationMs: 7.5, storeCalls: 2 }],
  ]);
});

test('every line of a cold start is marked as such', async () => {
  const { logged, run } = setUp(() => Promise.resolve(success));
  await run(contextOf(body, { coldStart: true }), {});
  expect(logged.map(([, marked]) => marked)).toStrictEqual([
    { ...logContext, cold_start: true },
    { ...logContext, cold_start: true },
  ]);
});

test.each([
  [
    'a skip',
    { trace_id: 'chat-7', decision: 'respond', data: { payload: { action_type: 'task' } } },
    'respond',
  ],
  ['a long decision', { trace_id: 'chat-7', decision: 'd'.repeat(65) }, 'd'.repeat(64)],
  ['no decision', { trace_id: 'chat-7' }, null],
  ['a decision that is not a string', { trace_id: 'chat-7', decision: 7 }, null],
  ['a body that is not an object', ['workflow'], null],
])('with %s no action type is logged', async (_what, json, decision) => {
  const skipped: Outcome = { status: 'skipped', decision: 'respond' };
  const { logged, run } = setUp(() => Promise.resolve(skipped));
  await run(contextOf(JSON.stringify(json)), {});
  expect(logged[0]?.[2]).toMatchObject({ decision, action_type: null });
  expect(logged[1]?.[3]).toMatchObject({ actionType: null });
});

test('an invalid body is answered and logged, and nothing is executed', async () => {
  const { logged, run } = setUp(() => Promise.reject(new Error('executed')));
  expect(await run(contextOf('{"trace_id":"task-7",'), {})).toMatchObject({ statusCode: 400 });
  expect(logged).toMatchObject([
    ['completed', { trace_id: null }, { failure: { code: 'invalid_json' } }, { actionType: null }],
  ]);
  expect(logged).toHaveLength(1);
});

test('a FailureError of an adapter is answered as its failure, and is not a crash', async () => {
  const unavailable = failure('store_unavailable', { cause: 'TimeoutError' });
  const { logged, run } = setUp(() => Promise.reject(new FailureError(unavailable)));
  expect(await run(contextOf(body), {})).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  expect(logged.slice(1)).toStrictEqual([
    [
      'completed',
      logContext,
      { status: 'failed', failure: unavailable, replayed: false },
      { actionType: 'task', durationMs: 7.5, storeCalls: 0 },
    ],
  ]);
});

test('any other error is logged as one crash, without the values of the request', async () => {
  const { logged, run } = setUp(() => Promise.reject(new TypeError('no Water the ferns')));
  const context = contextOf(body);
  expect(await run(context, {})).toMatchObject({ statusCode: 500, headers: { 'x-trace-id': trace_id } });
  expect(context.crashed).toBe(true);
  expect(logged.slice(1)).toMatchObject([
    ['crashed', logContext, { name: 'TypeError', message: 'no [hidden]' }],
    ['completed', logContext, { status: 'failed', failure: internal }, { actionType: 'task' }],
  ]);
  expect(logged).toHaveLength(3);
});

test('a crash before the body is parsed still has the trace id and the action type', async () => {
  const { logged, run } = setUp(() => Promise.resolve(success));
  const headers = new Proxy(
    {},
    {
      get() {
        throw new Error('headers');
      },
    },
  );
  await run(contextOf(body, { headers }), {});
  expect(logged).toMatchObject([
    ['crashed', logContext, { message: 'headers' }],
    ['completed', logContext, { failure: internal }, { actionType: 'task' }],
  ]);
});

test('a crash before an invalid body is parsed has no trace id', async () => {
  const { logged, run } = setUp(() => Promise.resolve(success));
  const headers = new Proxy(
    {},
    {
      get() {
        throw new Error('headers');
      },
    },
  );
  const response = await run(contextOf('{"trace_id":', { headers }), {});
  expect(response).toMatchObject({ statusCode: 500 });
  expect(response.headers).not.toHaveProperty('x-trace-id');
  expect(logged.map(([name, marked]) => [name, marked])).toEqual([
    ['crashed', { ...logContext, trace_id: null }],
    ['completed', { ...logContext, trace_id: null }],
  ]);
});

test('250 ms before the limit an unfinished request is answered with 504, and logged once', async () => {
  const finish = Promise.withResolvers<Outcome>();
  const { logged, run } = setUp(() => finish.promise);
  const startedMs = performance.now();
  const response = await run(contextOf(body), { getRemainingTimeInMillis: () => 350 });
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(95);
  expect(response).toMatchObject({ statusCode: 504, headers: { 'x-trace-id': trace_id } });
  finish.resolve(success);
  await new Promise(setImmediate);
  expect(logged.map(([name]) => name)).toEqual(['received', 'completed']);
  expect(logged[1]?.[2]).toStrictEqual({
    status: 'failed',
    failure: failure('deadline_exceeded'),
    replayed: false,
  });
});
