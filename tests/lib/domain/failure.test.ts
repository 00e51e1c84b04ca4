// What a failure holds, and when it asks for a retry.
import { expect, test } from '@jest/globals';
import { describeFailure, failure, FailureError } from '../../../lib/domain/failure.ts';

test('a failure has the message of its code, or the one that it is given', () => {
  expect(failure('internal_execution_error')).toStrictEqual({
    code: 'internal_execution_error',
    message: 'the service failed in a way it did not foresee',
  });
  expect(failure('invalid_json', { message: 'other', cause: 'X' })).toStrictEqual({
    code: 'invalid_json',
    message: 'other',
    cause: 'X',
  });
});

test.each([
  ['execution_in_progress', 1],
  ['store_unavailable', 1],
  ['adapter_unavailable', 1],
  ['deadline_exceeded', undefined],
  ['trace_id_conflict', undefined],
  ['invalid_payload', undefined],
] as const)('%s asks for a retry after %s s', (code, seconds) => {
  expect(failure(code).retryAfterSeconds).toBe(seconds);
});

test('the time of the retry can be set', () => {
  expect(failure('execution_in_progress', { retryAfterSeconds: 7 }).retryAfterSeconds).toBe(7);
});

test('the description of a failure has its fields in the order of the contract, and not the cause', () => {
  const details = [{ path: '/data', message: 'is required' }];
  expect(
    JSON.stringify(describeFailure(failure('invalid_request', { message: 'm', details, cause: 'X' }))),
  ).toBe(
    '{"success":false,"error_code":"invalid_request","message":"m","retryable":false,"details":[{"path":"/data","message":"is required"}]}',
  );
  expect(describeFailure(failure('store_unavailable'))).not.toHaveProperty('details');
});

test('a FailureError carries its failure', () => {
  const ended = failure('store_unavailable');
  expect(new FailureError(ended)).toMatchObject({
    name: 'FailureError',
    message: 'store_unavailable',
    failure: ended,
  });
});
