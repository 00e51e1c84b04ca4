// The body of a request, as far as it can be parsed after a crash.
import { expect, test } from '@jest/globals';
import { bodyOf } from '../../../lib/http/request-context.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { contextOf } from '../../support/request-context.ts';

test('a parsed body is its parsed value', () => {
  expect(bodyOf(contextOf('{"a":1}', { request: readRequest('{"a":1}') }))).toBe('{"a":1}');
});

test.each([
  ['{"a":1}', { a: 1 }],
  ['{"a"', '{"a"'],
  [undefined, undefined],
])('a body that was not parsed is parsed where it is JSON, and its text otherwise: %#', (body, value) => {
  expect(bodyOf(contextOf(body))).toEqual(value);
});
