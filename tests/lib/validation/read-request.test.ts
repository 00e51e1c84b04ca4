// The fields of a body as they were sent, whatever the shape of the body.
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

test.each([undefined, null, 7, 'text', [], ['a'], {}])('a body of %j has no field', (body) => {
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

test('a list has no fields', () => {
  expect(readRequest({ data: { payload: ['task'] } }).actionType).toBeUndefined();
});
