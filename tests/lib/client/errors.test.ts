// What the errors of the client say.
import { expect, test } from '@jest/globals';
import { NoOutcomeError, UnexpectedAnswerError } from '../../../lib/client/errors.ts';

test('an error without an outcome has the trace id to go on with, the attempts and the cause', () => {
  const cause = new Error('reset');
  const error = new NoOutcomeError('task-001', 5, cause);
  expect(error).toBeInstanceOf(Error);
  expect(error.name).toBe('NoOutcomeError');
  expect(error.message).toBe('the outcome of "task-001" is not known (attempts: 5)');
  expect([error.traceId, error.attempts, error.cause]).toEqual(['task-001', 5, cause]);
});

test('an unexpected answer is told by its status and its media type', () => {
  const error = new UnexpectedAnswerError(502, 'text/html');
  expect(error).toBeInstanceOf(Error);
  expect([error.name, error.status, error.contentType]).toEqual(['UnexpectedAnswerError', 502, 'text/html']);
  expect(error.message).toBe('HTTP 502 with text/html is no answer of the Workflow Executor');
  expect(new UnexpectedAnswerError(204, undefined).message).toBe(
    'HTTP 204 with no content type is no answer of the Workflow Executor',
  );
});
