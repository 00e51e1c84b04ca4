// The request context that the handler makes of an event, and its answer where the pipeline does not start or fails.
import { beforeEach, expect, jest, test } from '@jest/globals';
import { createHandler, deferError, type Runtime } from '../../../lib/http/handler.ts';
import type { Pipeline } from '../../../lib/http/pipeline.ts';
import type { RequestContext } from '../../../lib/http/request-context.ts';
import { captureRawLines } from '../../support/raw-lines.ts';
import { taskRequest, traceIdOf } from '../../support/requests.ts';
import { internalErrorResponse } from './internal-error.ts';

const service = { service: 'executor', stage: 'test', version: '1.2.3' };
const response = { statusCode: 200, headers: {}, body: '{}', isBase64Encoded: false };
const lines = captureRawLines();
const messages = () => lines.map(({ message }) => message);

let elapsedMs = 0;
let leaseOwners = 0;

beforeEach(() => {
  elapsedMs = 40;
  leaseOwners = 0;
});

const runtime: Runtime = {
  service,
  epochMs: () => 1_000_000,
  elapsedMs: () => elapsedMs,
  newLeaseOwner: () => `owner-${(leaseOwners += 1)}`,
};

/** A handler with a pipeline that keeps what it is given. */
function setUp() {
  const seen: RequestContext[] = [];
  const contexts: object[] = [];
  const pipeline: Pipeline = (requestContext, lambdaContext) => {
    seen.push(requestContext);
    contexts.push(lambdaContext);
    return Promise.resolve(response);
  };
  return { seen, contexts, handler: createHandler(() => pipeline, runtime) };
}

test('an event becomes a request context', async () => {
  const { seen, handler } = setUp();
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
        leaseOwner: 'owner-1',
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

test('a missing event, context, header list or body becomes an empty one', async () => {
  const { seen, contexts, handler } = setUp();
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

test('each request knows whether it is a cold start, and has a lease owner of its own', async () => {
  const { seen, handler } = setUp();
  for (const coldStart of [true, false, undefined]) await handler({}, {}, coldStart);
  expect(seen.map(({ coldStart }) => coldStart)).toEqual([true, false, false]);
  expect(seen.map(({ invocation }) => invocation.leaseOwner)).toEqual(['owner-1', 'owner-2', 'owner-3']);
});

test('a service that does not start is tried once, and every request is answered by a generic 500', async () => {
  const startPipeline = jest.fn((): Pipeline => {
    throw new RangeError('no table');
  });
  const handler = createHandler(startPipeline, runtime);
  const request = taskRequest();
  const traceId = traceIdOf(request);
  const event = { body: JSON.stringify(request.json) };
  for (let count = 0; count < 2; count += 1)
    expect(await handler(event, { awsRequestId: 'request' })).toStrictEqual(internalErrorResponse(traceId));
  expect(startPipeline).toHaveBeenCalledTimes(1);
  expect(messages()).toEqual(['EXECUTION_CRASH', 'EXECUTION_FAILED', 'EXECUTION_CRASH', 'EXECUTION_FAILED']);
  expect(lines[0]).toMatchObject({
    ...service,
    trace_id: traceId,
    request_id: 'request',
    error: { name: 'RangeError', message: 'no table' },
  });
});

test('a pipeline that fails is answered by a generic 500, also without an event or a context', async () => {
  const handler = createHandler(() => () => Promise.reject(new Error('x')), runtime);
  expect(await handler(undefined, undefined)).toStrictEqual(internalErrorResponse(null));
  expect(lines.map(({ message, request_id }) => [message, request_id])).toEqual([
    ['EXECUTION_CRASH', ''],
    ['EXECUTION_FAILED', ''],
  ]);
});

test('a crash that the pipeline has logged is not logged again', async () => {
  const pipeline: Pipeline = (requestContext) => {
    requestContext.crashed = true;
    return Promise.reject(new Error('x'));
  };
  await createHandler(() => pipeline, runtime)({}, {});
  expect(messages()).toEqual(['EXECUTION_FAILED']);
});

test('where no request context can be made, the answer has the trace id of the event', async () => {
  const broken = {
    ...runtime,
    newLeaseOwner: () => {
      throw new Error('no randomness');
    },
  };
  const handler = createHandler(() => () => Promise.resolve(response), broken);
  expect(await handler({ body: '{"trace_id":"task-7"}' }, {})).toStrictEqual(internalErrorResponse('task-7'));
  expect(messages()).toEqual(['EXECUTION_CRASH', 'EXECUTION_FAILED']);
  expect(await handler(undefined, undefined)).toStrictEqual(internalErrorResponse(null));
});

test('deferError runs its function once, at once, and gives its result or its error to every call', () => {
  const run = jest.fn(() => 'result');
  const deferred = deferError(run);
  expect([deferred(), deferred(), run.mock.calls.length]).toEqual(['result', 'result', 1]);
  const fail = deferError(() => {
    throw new RangeError('no table');
  });
  expect(fail).toThrow('no table');
  expect(fail).toThrow('no table');
});
