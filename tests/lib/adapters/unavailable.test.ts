// Which errors are failures of an outside system, and which are defects of this service.
import { expect, test } from '@jest/globals';
import { isUnavailable, toUnavailable, UnavailableError } from '../../../lib/adapters/unavailable.ts';

test.each([
  ['ECONNRESET', new UnavailableError('ECONNRESET')],
  ['AccessDeniedException', new UnavailableError('AccessDeniedException', 'no parameter')],
  ['AbortError', AbortSignal.abort().reason],
  ['TimeoutError', new DOMException('too late', 'TimeoutError')],
])('%s of a call that failed is the cause of its result', (cause, error) => {
  expect([isUnavailable(error), toUnavailable(error)]).toEqual([true, { kind: 'unavailable', cause }]);
});

test.each([
  ['an error of the language', new TypeError('x is not a function')],
  ['another error', new Error('ECONNRESET')],
  ['a DOMException that is no end of time', new DOMException('', 'DataCloneError')],
  ['what is no error', { name: 'AbortError' }],
  ['nothing', undefined],
])('%s is a defect, and thrown on', (_what, thrown) => {
  let caught: unknown = 'nothing was thrown';
  try {
    toUnavailable(thrown);
  } catch (error) {
    caught = error;
  }
  expect(isUnavailable(thrown)).toBe(false);
  expect(caught).toBe(thrown);
});

test('the error has its name and its message', () => {
  const { name, message } = new UnavailableError('ParameterNotFound', 'A secret could not be read.');
  expect({ name, message }).toEqual({ name: 'ParameterNotFound', message: 'A secret could not be read.' });
  expect(new UnavailableError('ECONNRESET').message).toBe('');
});
