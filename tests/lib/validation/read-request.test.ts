// The fields of a body as sent, whatever its shape.
import { expect, test } from '@jest/globals';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { taskRequest, traceIdOf } from '../../support/requests.ts';

test('every field is read as it was sent', () => {
  const request = taskRequest();
  const { data } = request.json as { data: { payload: unknown } };
  expect(readRequest(request.json)).toStrictEqual({
    body: request.json,
    traceId: traceIdOf(request),
    decision: 'workflow',
    data,
    payload: data.payload,
    actionType: 'task',
  });
});

test.each([undefined, null, 7, 'text', [], ['a'], {}])('%j has no field', (body) => {
  const nothing = undefined;
  expect(readRequest(body)).toStrictEqual({
    body,
    traceId: null,
    decision: nothing,
    data: nothing,
    payload: nothing,
    actionType: nothing,
  });
});

test.each([
  ['a.b:c', 'a.b:c'],
  ['a b', null],
  [7, null],
])('the trace id %j is read as %j', (trace_id, traceId) => {
  expect(readRequest({ trace_id }).traceId).toBe(traceId);
});

test('a field of a list is not looked at', () => {
  expect(readRequest({ data: { payload: ['task'] } }).actionType).toBeUndefined();
});
