// Which JSON is an answer of the contract, and what it says.
import { expect, test } from '@jest/globals';
import { parseJson, readAnswer } from '../../../lib/client/read-answer.ts';
import { taskResult } from './scripted-service.ts';

const success = { trace_id: 'a', status: 'success', execution_result: taskResult };
const planned = { trace_id: 'a', status: 'planned', execution_result: taskResult };
const skipped = { trace_id: 'a', status: 'skipped', reason: 'decision_not_workflow' };
const failure = { success: false, error_code: 'invalid_payload', message: 'wrong', retryable: false };
const failed = { trace_id: 'a', status: 'failed', execution_result: failure };
const details = [{ path: '/data/payload/titel', message: 'is not a field' }];
const error = { code: 'invalid_payload', message: 'wrong', retryable: false };

test('each shape of the contract is read', () => {
  expect(readAnswer(success, 'a', true)).toEqual({ status: 'success', result: taskResult, replayed: true });
  expect(readAnswer(planned, 'a', false)).toEqual({ status: 'planned', result: taskResult });
  expect(readAnswer(skipped, 'a', false)).toEqual({ status: 'skipped', reason: 'decision_not_workflow' });
  expect(readAnswer(failed, 'a', false)).toEqual({ status: 'failed', error, replayed: false });
});

test('the details of a failure are told', () => {
  const answer = readAnswer({ ...failed, execution_result: { ...failure, details } }, 'a', true);
  expect(answer).toEqual({ status: 'failed', error: { ...error, details }, replayed: true });
});

test('a failure without a trace id is an answer, as the request may have had no valid one', () => {
  expect(readAnswer({ ...failed, trace_id: null }, 'a b', false)).toMatchObject({ status: 'failed' });
});

test('fields and codes that a later version adds are no fault', () => {
  expect(readAnswer({ ...success, region: 'x' }, 'a', false)).toMatchObject({ status: 'success' });
  const result = { ...failure, error_code: 'new_code', hint: 'x', details: [{ ...details[0], more: 1 }] };
  expect(readAnswer({ ...failed, execution_result: result }, 'a', false)).toMatchObject({
    status: 'failed',
    error: { code: 'new_code', retryable: false },
  });
  const added = { ...taskResult, added: 1 };
  expect(readAnswer({ ...success, execution_result: added }, 'a', false)).toMatchObject({ result: added });
});

const result = (changed: object) => ({ ...failed, execution_result: { ...failure, ...changed } });

test.each<[string, unknown]>([
  ['null', null],
  ['a text', 'success'],
  ['a number', 1],
  ['a list', [success]],
  ['an object', {}],
  ['a gateway’s message', { message: 'Forbidden' }],
  ['an unknown status', { ...success, status: 'accepted' }],
  ['a success of another trace id', { ...success, trace_id: 'b' }],
  ['a success without a trace id', { ...success, trace_id: null }],
  ['a plan without a trace id', { ...planned, trace_id: null }],
  ['a skip without a trace id', { ...skipped, trace_id: null }],
  ['a failure of another trace id', { ...failed, trace_id: 'b' }],
  ['a failure without the field', { status: 'failed', execution_result: failure }],
  ['a success without a result', { trace_id: 'a', status: 'success' }],
  ['a success whose result is none', { ...success, execution_result: failure }],
  ['a success whose result is null', { ...success, execution_result: null }],
  ['a success whose result is a list', { ...success, execution_result: [taskResult] }],
  ['a plan whose result is none', { ...planned, execution_result: {} }],
  ['a skip without a reason', { trace_id: 'a', status: 'skipped' }],
  ['a failure without a result', { trace_id: 'a', status: 'failed' }],
  ['a failure whose result is a success', { ...failed, execution_result: { ...failure, success: true } }],
  ['a failure without a code', result({ error_code: undefined })],
  ['a failure without a message', result({ message: undefined })],
  ['a failure whose retryable is a text', result({ retryable: 'false' })],
  ['a failure whose details are null', result({ details: null })],
  ['a failure whose details are no list', result({ details: { path: '', message: '' } })],
  ['a failure with a detail that is null', result({ details: [null] })],
  ['a failure with a detail without a path', result({ details: [...details, { message: '' }] })],
  ['a failure with a detail without a message', result({ details: [...details, { path: '' }] })],
])('%s is no answer', (_, value) => {
  expect(readAnswer(value, 'a', false)).toBeUndefined();
});

test('a body is JSON only if it is UTF-8 and parses', () => {
  expect(parseJson(Buffer.from('{"a":"ü"}'))).toEqual({ value: { a: 'ü' } });
  expect(parseJson(Buffer.from('null'))).toEqual({ value: null });
  expect(parseJson(Buffer.from('<html>'))).toBeUndefined();
  expect(parseJson(new Uint8Array())).toBeUndefined();
  expect(parseJson(Buffer.from('{"a":"\xfc"}', 'latin1'))).toBeUndefined();
});
