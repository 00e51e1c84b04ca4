// What a failure holds, when it asks for a retry, and which causes of it are logged.
import { expect, test } from '@jest/globals';
import { causeAfterRelease, describeFailure, failure, FailureError } from '../../../lib/domain/failure.ts';

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

test('the cause of a FailureError is that of its failure, or else its code', () => {
  expect(new FailureError(failure('store_unavailable', { cause: 'TimeoutError' })).causeName).toBe(
    'TimeoutError',
  );
  expect(new FailureError(failure('store_unavailable')).causeName).toBe('store_unavailable');
});

test('a release that succeeds leaves the cause as it is', async () => {
  let released = 0;
  const release = () => Promise.resolve(void (released += 1));
  expect(await causeAfterRelease('AdapterChanged', release)).toBe('AdapterChanged');
  expect(released).toBe(1);
});

test('the cause of a release that fails follows the first cause', async () => {
  const release = () =>
    Promise.reject(new FailureError(failure('store_unavailable', { cause: 'TimeoutError' })));
  expect(await causeAfterRelease('AdapterChanged', release)).toBe('AdapterChanged, TimeoutError');
});

test('any other error of a release is thrown on', async () => {
  const defect = new TypeError('a defect');
  await expect(causeAfterRelease('AdapterChanged', () => Promise.reject(defect))).rejects.toBe(defect);
});
