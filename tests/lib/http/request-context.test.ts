// What is known of the body of a request that the service crashed on.
import { expect, test } from '@jest/globals';
import { bodyOf } from '../../../lib/http/request-context.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { contextOf } from '../../support/request-context.ts';

test('a parsed body is the value that it was parsed to', () => {
  expect(bodyOf(contextOf('{"a":1}', { request: readRequest('{"a":1}') }))).toBe('{"a":1}');
});

test.each([
  ['{"a":1}', { a: 1 }],
  ['{"a"', '{"a"'],
  [undefined, undefined],
])('%# a body that was not parsed is its value where it is JSON, and its text otherwise', (body, value) => {
  expect(bodyOf(contextOf(body))).toEqual(value);
});
