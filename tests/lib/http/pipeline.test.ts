// Owns what the middleware around the executor does: the lines it has logged and their fields, crashes, and the end of its time.
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

function stage(execute: Execute) {
  const told: unknown[][] = [];
  const log: Log = {
    received: (...args) => void told.push(['received', ...args]),
    completed: (...args) => void told.push(['completed', ...args]),
    crashed: (...args) => void told.push(['crashed', ...args]),
    delivered: (...args) => void told.push(['delivered', ...args]),
    notDelivered: (...args) => void told.push(['notDelivered', ...args]),
  };
  return { told, log, run: createPipeline(execute, log, () => 47.5) };
}

const request = taskRequest();
const body = JSON.stringify(request.json);
const trace_id = traceIdOf(request);
const whose = { trace_id, request_id: 'request' };
const internal = failure('internal_execution_error');

test('a request is told when it comes and how it ends', async () => {
  const { told, run } = stage((_request, invocation) => {
    invocation.storeCalls = 2;
    return Promise.resolve(success);
  });
  const response = await run(contextOf(body), {});
  expect(response).toMatchObject({
    statusCode: 200,
    headers: { 'x-trace-id': trace_id },
    isBase64Encoded: false,
  });
  expect(told).toStrictEqual([
    ['received', whose, { decision: 'workflow', action_type: 'task', bytes: Buffer.byteLength(body) }],
    ['completed', whose, success, { actionType: 'task', durationMs: 7.5, storeCalls: 2 }],
  ]);
});

test('the first request of a process is marked in every line', async () => {
  const { told, run } = stage(() => Promise.resolve(success));
  await run(contextOf(body, { coldStart: true }), {});
  expect(told.map(([, marked]) => marked)).toStrictEqual([
    { ...whose, cold_start: true },
    { ...whose, cold_start: true },
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
  ['a decision that is none', { trace_id: 'chat-7', decision: 7 }, null],
  ['no object', ['workflow'], null],
])('of %s no action is told', async (_what, json, decision) => {
  const skipped: Outcome = { status: 'skipped', decision: 'respond' };
  const { told, run } = stage(() => Promise.resolve(skipped));
  await run(contextOf(JSON.stringify(json)), {});
  expect(told[0]?.[2]).toMatchObject({ decision, action_type: null });
  expect(told[1]?.[3]).toMatchObject({ actionType: null });
});

test('a body that cannot be read is an outcome, and nothing is executed', async () => {
  const { told, run } = stage(() => Promise.reject(new Error('executed')));
  expect(await run(contextOf('{"trace_id":"task-7",'), {})).toMatchObject({ statusCode: 400 });
  expect(told).toMatchObject([
    ['completed', { trace_id: null }, { failure: { code: 'invalid_json' } }, { actionType: null }],
  ]);
  expect(told).toHaveLength(1);
});

test('a fault of an adapter is its failure, and no crash', async () => {
  const unavailable = failure('store_unavailable', { cause: 'TimeoutError' });
  const { told, run } = stage(() => Promise.reject(new FailureError(unavailable)));
  expect(await run(contextOf(body), {})).toMatchObject({ statusCode: 503, headers: { 'retry-after': '1' } });
  expect(told.slice(1)).toStrictEqual([
    [
      'completed',
      whose,
      { status: 'failed', failure: unavailable, replayed: false },
      { actionType: 'task', durationMs: 7.5, storeCalls: 0 },
    ],
  ]);
});

test('whatever else is thrown is a crash, told once and without what was sent', async () => {
  const { told, run } = stage(() => Promise.reject(new TypeError('no Water the ferns')));
  const exchange = contextOf(body);
  expect(await run(exchange, {})).toMatchObject({ statusCode: 500, headers: { 'x-trace-id': trace_id } });
  expect(exchange.crashed).toBe(true);
  expect(told.slice(1)).toMatchObject([
    ['crashed', whose, { name: 'TypeError', message: 'no [hidden]' }],
    ['completed', whose, { status: 'failed', failure: internal }, { actionType: 'task' }],
  ]);
  expect(told).toHaveLength(3);
});

test('of a request that breaks the service before it is parsed, the trace and the action are told', async () => {
  const { told, run } = stage(() => Promise.resolve(success));
  const headers = new Proxy(
    {},
    {
      get() {
        throw new Error('headers');
      },
    },
  );
  await run(contextOf(body, { headers }), {});
  expect(told).toMatchObject([
    ['crashed', whose, { message: 'headers' }],
    ['completed', whose, { failure: internal }, { actionType: 'task' }],
  ]);
});

test('of one that cannot even be parsed, none is', async () => {
  const { told, run } = stage(() => Promise.resolve(success));
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
  expect(told.map(([name, marked]) => [name, marked])).toEqual([
    ['crashed', { ...whose, trace_id: null }],
    ['completed', { ...whose, trace_id: null }],
  ]);
});

test('250 ms before the limit the answer goes out, finished or not, and is told once', async () => {
  const finish = Promise.withResolvers<Outcome>();
  const { told, run } = stage(() => finish.promise);
  const startedMs = performance.now();
  const response = await run(contextOf(body), { getRemainingTimeInMillis: () => 350 });
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(95);
  expect(response).toMatchObject({ statusCode: 504, headers: { 'x-trace-id': trace_id } });
  finish.resolve(success);
  await new Promise(setImmediate);
  expect(told.map(([name]) => name)).toEqual(['received', 'completed']);
  expect(told[1]?.[2]).toStrictEqual({
    status: 'failed',
    failure: failure('deadline_exceeded'),
    replayed: false,
  });
});
