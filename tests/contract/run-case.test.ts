// The runner finds no problem with a correct response, and a problem with each kind of wrong one.
import { expect, test } from '@jest/globals';
import type { ReceivedResponse } from './exchange.ts';
import { runCase } from './run-case.ts';

const success =
  '{"trace_id":"x-1","status":"success","execution_result":{"success":true,"task_id":"task-x-1"}}';
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-trace-id': 'x-1',
};
const correct: ReceivedResponse = { status: 200, headers, body: success };
const refusal = (change: object = {}): ReceivedResponse => ({
  status: 422,
  headers,
  body: JSON.stringify({
    trace_id: 'x-1',
    status: 'failed',
    execution_result: {
      success: false,
      error_code: 'invalid_payload',
      message: 'the payload does not fit',
      retryable: false,
      ...change,
    },
  }),
});

/** The problems that the runner finds in a response to a request with the payload value "secret-value". */
async function problemsOf(received: ReceivedResponse, response: object = { status: received.status }) {
  const payload = { action_type: 'task', title: 'secret-value' };
  const request = { json: { trace_id: '{{run}}-1', data: { payload } } };
  const given = { name: 'a case', steps: [{ request, response: { status: received.status, ...response } }] };
  return await runCase(given, 'x', () => Promise.resolve(received));
}

test('a correct response has no problem', async () => {
  expect(await problemsOf(correct, { json: JSON.parse(success) as unknown })).toEqual([]);
  expect(await problemsOf(correct, { match: { execution_result: { success: true } } })).toEqual([]);
  expect(await problemsOf(correct, { headers: { 'x-trace-id': '{{run}}-1', 'retry-after': null } })).toEqual(
    [],
  );
  expect(await problemsOf(refusal())).toEqual([]);
});

const wrong: Readonly<Record<string, readonly [ReceivedResponse, object?]>> = {
  'another status': [correct, { status: 201 }],
  'keys in another order': [
    correct,
    {
      json: { status: 'success', trace_id: 'x-1', execution_result: { success: true, task_id: 'task-x-1' } },
    },
  ],
  'another value': [correct, { match: { execution_result: { success: false } } }],
  'an absent value': [correct, { match: { execution_result: { title: 'x' } } }],
  'another header': [correct, { headers: { 'x-trace-id': 'y' } }],
  'a header that must be absent': [correct, { headers: { 'x-trace-id': null } }],
  'a list that is longer': [
    refusal({ details: [{ path: '', message: 'm' }] }),
    { match: { execution_result: { details: [] } } },
  ],
  'a body that is not JSON': [{ ...correct, body: 'Internal Server Error' }],
  'white space': [{ ...correct, body: success.replace(',', ', ') }],
  'an unknown status word': [{ ...correct, body: success.replace('"success"', '"done"') }],
  'one key more': [{ ...correct, body: success.replace('}}', '},"more":1}') }],
  'no charset': [{ ...correct, headers: { ...headers, 'content-type': 'application/json' } }],
  'a body that may be cached': [{ ...correct, headers: { ...headers, 'cache-control': 'public' } }],
  'the trace id of another request in the header': [
    { ...correct, headers: { ...headers, 'x-trace-id': 'x-2' } },
  ],
  'another value of idempotent-replayed': [
    { ...correct, headers: { ...headers, 'idempotent-replayed': 'yes' } },
  ],
  'a retry-after with a success': [{ ...correct, headers: { ...headers, 'retry-after': '1' } }],
  'a failure with status 200': [{ ...refusal(), status: 200 }],
  'an unknown error code': [refusal({ error_code: 'oops' })],
  'a failure that is wrongly called retryable': [refusal({ retryable: true })],
  'a failure with an empty message': [refusal({ message: '' })],
  'a failure that shows a stack': [refusal({ message: 'boom at run (/var/task/execute.js:1)' })],
  'a message that repeats a value': [refusal({ message: 'title "secret-value" is wrong' })],
  'a detail that repeats a value': [refusal({ details: [{ path: '/x', message: 'not secret-value' }] })],
  'an empty list of details': [refusal({ details: [] })],
};

test.each(Object.entries(wrong))('%s is a problem', async (_what, [received, response]) => {
  expect(await problemsOf(received, response)).not.toEqual([]);
});
