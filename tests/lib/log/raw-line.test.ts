// Lines without the logger, and the two helpers that keep them from throwing.
import { expect, test } from '@jest/globals';
import { tryDescribeError, tryOr, writeRawLine } from '../../../lib/log/raw-line.ts';
import { captureRawLines } from '../../support/raw-lines.ts';

const lines = captureRawLines();

test('a raw line is one line of JSON on stderr, of level ERROR', () => {
  writeRawLine('EXECUTION_CRASH', { trace_id: 'task-7' });
  expect(lines).toStrictEqual([
    {
      level: 'ERROR',
      message: 'EXECUTION_CRASH',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      trace_id: 'task-7',
    },
  ]);
});

test('an error is described without what was sent', () => {
  expect(tryDescribeError(new RangeError('no fern'), { data: { title: 'fern' } })).toMatchObject({
    name: 'RangeError',
    message: 'no [hidden]',
  });
});

test('an error that cannot be described has a fixed text', () => {
  const error = Object.assign(new Error('x'), { name: 42 });
  expect(tryDescribeError(error, { data: { title: 'fern' } })).toStrictEqual({
    name: 'Error',
    message: 'the error cannot be described',
  });
});

test('tryOr returns the result, or the fallback where the function throws', () => {
  expect(tryOr('fallback', () => 'result')).toBe('result');
  expect(
    tryOr('fallback', () => {
      throw new Error('x');
    }),
  ).toBe('fallback');
});
