// Owns what the handler makes of an event and a context, and what the last net says when the pipeline under it fails.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import type { RequestContext } from '../../../lib/http/request-context.ts';
import { createHandler, type Runtime } from '../../../lib/http/handler.ts';
import type { Pipeline } from '../../../lib/http/pipeline.ts';
import { taskRequest, traceIdOf } from '../../support/requests.ts';

const origin = { service: 'executor', stage: 'test', version: '1.2.3' };
const response = { statusCode: 200, headers: {}, body: '{}', isBase64Encoded: false };

let elapsedMs = 0;
let tokens = 0;
let lines: Record<string, unknown>[] = [];

beforeEach(() => {
  elapsedMs = 40;
  tokens = 0;
  lines = [];
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    expect(String(text)).toMatch(/^[^\n]+\n$/);
    lines.push(JSON.parse(String(text)) as Record<string, unknown>);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
});

const runtime: Runtime = {
  service: origin,
  epochMs: () => 1_000_000,
  elapsedMs: () => elapsedMs,
  newLeaseOwner: () => `token-${(tokens += 1)}`,
};

/** A handler over a pipeline that keeps what it is given. */
function keeping() {
  const seen: RequestContext[] = [];
  const contexts: object[] = [];
  const pipeline: Pipeline = (exchange, context) => {
    seen.push(exchange);
    contexts.push(context);
    return Promise.resolve(response);
  };
  return { seen, contexts, handler: createHandler(() => pipeline, runtime) };
}

test('an event becomes a request context', async () => {
  const { seen, handler } = keeping();
  const event = { headers: { a: 'b' }, body: 'text', isBase64Encoded: true };
  expect(await handler(event, { awsRequestId: 'request' }, true)).toBe(response);
  elapsedMs = 55;
  expect(seen).toEqual([
    {
      headers: { a: 'b' },
      body: 'text',
      isBase64Encoded: true,
      bytes: 0,
      invocation: {
        requestId: 'request',
        leaseOwner: 'token-1',
        nowMs: 1_000_000,
        deadlineMs: 1_010_000,
        remainingMs: expect.any(Function),
        storeCalls: 0,
      },
      startedMs: 40,
      coldStart: true,
      crashed: false,
    },
  ]);
  expect(seen[0]?.invocation.remainingMs()).toBe(9_985);
});

test('what an event or a context lacks is there but empty', async () => {
  const { seen, contexts, handler } = keeping();
  await handler(undefined, undefined);
  const context = {};
  await handler({ headers: null, body: null }, context);
  expect(contexts[0]).toEqual({});
  expect(contexts[1]).toBe(context);
  for (const { headers, body, isBase64Encoded, invocation } of seen) {
    expect([headers, body, isBase64Encoded, invocation.requestId]).toEqual([{}, undefined, false, '']);
  }
  expect(seen).toHaveLength(2);
});

test('a request knows whether it is the first call of its process, and each has a token of its own', async () => {
  const { seen, handler } = keeping();
  for (const coldStart of [true, false, undefined]) await handler({}, {}, coldStart);
  expect(seen.map(({ coldStart }) => coldStart)).toEqual([true, false, false]);
  expect(seen.map(({ invocation }) => invocation.leaseOwner)).toEqual(['token-1', 'token-2', 'token-3']);
});

test("remainingMs() calls the context's method", async () => {
  const { seen, handler } = keeping();
  const context = {
    left: 1_234,
    getRemainingTimeInMillis() {
      return this.left;
    },
  };
  await handler({}, context);
  context.left = 1_000;
  expect(seen[0]?.invocation.deadlineMs).toBe(1_001_234);
  expect(seen[0]?.invocation.remainingMs()).toBe(1_000);
});

const whose = (trace_id: string | null, request_id = 'request') => ({
  level: 'ERROR',
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  ...origin,
  trace_id,
  request_id,
});
const failedLine = {
  message: 'EXECUTION_FAILED',
  action_type: null,
  error_code: 'internal_execution_error',
  http_status: 500,
  retryable: false,
};

function bland(traceId: string | null): object {
  return {
    statusCode: 500,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(traceId !== null && { 'x-trace-id': traceId }),
    },
    body: `{"trace_id":${JSON.stringify(traceId)},"status":"failed","execution_result":{"success":false,"error_code":"internal_execution_error","message":"the service failed in a way it did not foresee","retryable":false}}`,
    isBase64Encoded: false,
  };
}

test('a service that does not start tells so each request, and its trace', async () => {
  const starts = jest.fn((): Pipeline => {
    throw new RangeError('no table');
  });
  const handler = createHandler(starts, runtime);
  const request = taskRequest();
  const event = { body: JSON.stringify(request.json) };
  for (let count = 0; count < 2; count += 1)
    expect(await handler(event, { awsRequestId: 'request' })).toStrictEqual(bland(traceIdOf(request)));
  expect(starts).toHaveBeenCalledTimes(1);
  const crash = {
    ...whose(traceIdOf(request)),
    message: 'EXECUTION_CRASH',
    error: { name: 'RangeError', message: 'no table', stack: expect.stringContaining('RangeError') },
  };
  const told = { ...whose(traceIdOf(request)), ...failedLine };
  expect(lines).toStrictEqual([crash, told, crash, told]);
});

test.each([
  ['that cannot be read', { body: '{"trace_id":' }, null],
  ['that is not there', {}, null],
  ['without a valid trace', { body: '{"trace_id":"no good"}' }, null],
])('of a request %s no trace is told', async (_what, event, traceId) => {
  const handler = createHandler(() => () => Promise.reject(new Error('x')), runtime);
  expect(await handler(event, undefined)).toStrictEqual(bland(traceId));
  expect(lines.map((line) => [line['message'], line['trace_id'], line['request_id']])).toEqual([
    ['EXECUTION_CRASH', null, ''],
    ['EXECUTION_FAILED', null, ''],
  ]);
});

test('a crash that the pipeline has told already is not told twice', async () => {
  const pipeline: Pipeline = (exchange) => {
    exchange.crashed = true;
    return Promise.reject(new Error('x'));
  };
  await createHandler(() => pipeline, runtime)({}, {});
  expect(lines).toStrictEqual([{ ...whose(null, ''), ...failedLine }]);
});

test('an error that cannot be described is a crash all the same', async () => {
  const odd = Object.assign(new Error('x'), { name: 42 });
  const handler = createHandler(() => () => Promise.reject(odd), runtime);
  await handler({ body: JSON.stringify(taskRequest().json) }, {});
  expect(lines[0]).toMatchObject({
    message: 'EXECUTION_CRASH',
    error: { name: 'Error', message: 'the error cannot be described' },
  });
});

test('even an exchange that cannot be made is answered', async () => {
  const broken = {
    ...runtime,
    newLeaseOwner: () => {
      throw new Error('no randomness');
    },
  };
  const handler = createHandler(() => () => Promise.resolve(response), broken);
  expect(await handler({ body: '{"trace_id":"task-7"}' }, {})).toStrictEqual(bland('task-7'));
  expect(lines.map(({ message }) => message)).toEqual(['EXECUTION_CRASH', 'EXECUTION_FAILED']);
});
