// The HTTP response to each kind of outcome, exactly.
import { expect, test } from '@jest/globals';
import { failure } from '../../../lib/domain/failure.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { toResponse } from '../../../lib/http/response.ts';

const headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-trace-id': 'task-7',
};
const success: Outcome = { status: 'success', resultJson: '{ "success":true }', replayed: false };

test('a success is a 200 with its result unchanged', () => {
  expect(toResponse('task-7', success)).toStrictEqual({
    statusCode: 200,
    headers,
    body: '{"trace_id":"task-7","status":"success","execution_result":{ "success":true }}',
    isBase64Encoded: false,
  });
});

test('a replay has the same body, and one header more', () => {
  expect(toResponse('task-7', { ...success, replayed: true })).toStrictEqual({
    ...toResponse('task-7', success),
    headers: { ...headers, 'idempotent-replayed': 'true' },
  });
});

test('a plan is a 200 with its result unchanged', () => {
  expect(toResponse('task-7', { status: 'planned', resultJson: '{ "success":true }' })).toStrictEqual({
    statusCode: 200,
    headers,
    body: '{"trace_id":"task-7","status":"planned","execution_result":{ "success":true }}',
    isBase64Encoded: false,
  });
});

test('a skip is a 200 with the reason', () => {
  expect(toResponse('task-7', { status: 'skipped', decision: 'respond' })).toStrictEqual({
    statusCode: 200,
    headers,
    body: '{"trace_id":"task-7","status":"skipped","reason":"decision_not_workflow"}',
    isBase64Encoded: false,
  });
});

test('a failure has the status of its code, and says when to retry', () => {
  const outcome: Outcome = {
    status: 'failed',
    failure: failure('execution_in_progress', { message: 'm', retryAfterSeconds: 7, cause: 'X' }),
    replayed: false,
  };
  expect(toResponse('task-7', outcome)).toStrictEqual({
    statusCode: 409,
    headers: { ...headers, 'retry-after': '7' },
    body: '{"trace_id":"task-7","status":"failed","execution_result":{"success":false,"error_code":"execution_in_progress","message":"m","retryable":true}}',
    isBase64Encoded: false,
  });
});

test('without a trace id the body says null, and there is no x-trace-id', () => {
  const { 'x-trace-id': _, ...others } = headers;
  expect(
    toResponse(null, {
      status: 'failed',
      failure: failure('invalid_json', { message: 'm' }),
      replayed: false,
    }),
  ).toStrictEqual({
    statusCode: 400,
    headers: others,
    body: '{"trace_id":null,"status":"failed","execution_result":{"success":false,"error_code":"invalid_json","message":"m","retryable":false}}',
    isBase64Encoded: false,
  });
});

test('a replayed failure has its recorded status and its recorded result, unchanged', () => {
  const recorded = { ...failure('adapter_rejected'), recorded: { status: 507, retryable: false } };
  const outcome: Outcome = { status: 'failed', failure: recorded, resultJson: '{ "old":1 }', replayed: true };
  expect(toResponse('task-7', outcome)).toStrictEqual({
    statusCode: 507,
    headers: { ...headers, 'idempotent-replayed': 'true' },
    body: '{"trace_id":"task-7","status":"failed","execution_result":{ "old":1 }}',
    isBase64Encoded: false,
  });
});
