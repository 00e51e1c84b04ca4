// The response and the lines of a request whose pipeline failed.
import { expect, test } from '@jest/globals';
import { crashResponse } from '../../../lib/http/crash-response.ts';
import { captureRawLines } from '../../support/raw-lines.ts';
import { internalErrorResponse } from './internal-error.ts';

const service = { service: 'executor', stage: 'test', version: '1.2.3' };
const lines = captureRawLines();

const respond = (body: unknown, error: unknown = new RangeError('no table'), crashed = false) =>
  crashResponse(error, service, 'request', { body, crashed });

const fields = (trace_id: string | null) => ({
  level: 'ERROR',
  timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
  ...service,
  trace_id,
  request_id: 'request',
});
const failedLine = (trace_id: string | null) => ({
  ...fields(trace_id),
  message: 'EXECUTION_FAILED',
  action_type: null,
  error_code: 'internal_execution_error',
  http_status: 500,
  retryable: false,
});

test('the response is a generic 500 with the trace id of the request, after one crash line and one outcome line', () => {
  expect(respond('{"trace_id":"task-7"}')).toStrictEqual(internalErrorResponse('task-7'));
  expect(lines).toStrictEqual([
    {
      ...fields('task-7'),
      message: 'EXECUTION_CRASH',
      error: { name: 'RangeError', message: 'no table', stack: expect.stringContaining('RangeError') },
    },
    failedLine('task-7'),
  ]);
});

test.each([
  ['that is not JSON', '{"trace_id":'],
  ['that is absent', undefined],
  ['without a valid trace id', '{"trace_id":"no good"}'],
])('of a body %s no trace id is shown', (_what, body) => {
  expect(respond(body)).toStrictEqual(internalErrorResponse(null));
  expect(lines.map(({ message, trace_id }) => [message, trace_id])).toEqual([
    ['EXECUTION_CRASH', null],
    ['EXECUTION_FAILED', null],
  ]);
});

test('a crash that the pipeline has logged is not logged again', () => {
  respond(undefined, new Error('x'), true);
  expect(lines).toStrictEqual([failedLine(null)]);
});

test('values of the request are hidden in the crash line', () => {
  respond(
    '{"trace_id":"task-7","data":{"payload":{"title":"Water the ferns"}}}',
    new Error('no Water the ferns'),
  );
  expect(lines[0]).toMatchObject({ error: { message: 'no [hidden]' } });
});

test('an error that cannot be described is logged without its text', () => {
  respond('{"data":{"payload":{"title":"Water the ferns"}}}', Object.assign(new Error('x'), { name: 42 }));
  expect(lines[0]).toMatchObject({
    message: 'EXECUTION_CRASH',
    error: { name: 'Error', message: 'the error cannot be described' },
  });
});
