// Owns what is read of a request beside its judgement, for the answer and the log; the judgement itself is the contract's cases'.
import { expect, test } from '@jest/globals';
import { checkRequest, readActionType, readTraceId } from '../../../lib/validation/check-request.ts';
import { cut, field } from '../../../lib/validation/objects.ts';
import { taskRequest, workflowRequest } from '../../support/requests.ts';

test.each([
  [null, ''],
  [7, ''],
  [true, ''],
  ['text', ', not a string: send the object itself, not its JSON text'],
  [[], ', not a list'],
])('%j is no request', (request, instead) => {
  expect(checkRequest(request)).toMatchObject({
    kind: 'refused',
    failure: { code: 'invalid_request', message: `the body must be a JSON object${instead}` },
  });
});

test('an action type is read as far as it is one, and no longer than it may be told', () => {
  const of = (action_type: unknown) => readActionType(workflowRequest({ action_type }).json);
  expect(readActionType(taskRequest().json)).toBe('task');
  expect([of('not a type'), of('a'.repeat(65)), of(''), of(7), of(null)]).toEqual([
    'not a type',
    'a'.repeat(64),
    '',
    null,
    null,
  ]);
  expect([readActionType(undefined), readActionType({ data: { payload: ['task'] } })]).toEqual([null, null]);
});

test('a trace id is read where it is valid', () => {
  expect([readTraceId({ trace_id: 'a.b:c' }), readTraceId({ trace_id: 'a b' }), readTraceId(['a'])]).toEqual([
    'a.b:c',
    null,
    null,
  ]);
});

test('a field is an own one of an object', () => {
  expect([field({ a: 1 }, 'a'), field({}, 'toString'), field([1], 'length'), field('a', 'length')]).toEqual([
    1,
    undefined,
    undefined,
    undefined,
  ]);
});

test.each([
  ['short', 5, 'short'],
  ['longer', 5, 'longe'],
  ['🪶🪶🪶', 2, '🪶🪶'],
  ['a🪶b', 2, 'a🪶'],
  ['', 3, ''],
])('"%s" cut to %i code points is "%s"', (text, most, rest) => {
  expect(cut(text, most)).toBe(rest);
});
