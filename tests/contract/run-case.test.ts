// Owns: showing that the runner notices: an answer that is right has no problem, and each way to be wrong has one.
import { expect, test } from '@jest/globals';
import type { Received } from './exchange.ts';
import { runCase } from './run-case.ts';

const success =
  '{"trace_id":"x-1","status":"success","execution_result":{"success":true,"task_id":"task-x-1"}}';
const headers = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'x-trace-id': 'x-1',
};
const right: Received = { status: 200, headers, body: success };
const refusal = (change: object = {}): Received => ({
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

/** What the runner says of an answer to a request with the payload value "secret-value". */
async function problemsOf(received: Received, response: object = { status: received.status }) {
  const payload = { action_type: 'task', title: 'secret-value' };
  const request = { json: { trace_id: '{{run}}-1', data: { payload } } };
  const given = { name: 'a case', steps: [{ request, response: { status: received.status, ...response } }] };
  return await runCase(given, 'x', () => Promise.resolve(received));
}

test('a right answer has no problem', async () => {
  expect(await problemsOf(right, { json: JSON.parse(success) as unknown })).toEqual([]);
  expect(await problemsOf(right, { match: { execution_result: { success: true } } })).toEqual([]);
  expect(await problemsOf(right, { headers: { 'x-trace-id': '{{run}}-1', 'retry-after': null } })).toEqual(
    [],
  );
  expect(await problemsOf(refusal())).toEqual([]);
});

const wrong: Readonly<Record<string, readonly [Received, object?]>> = {
  'another status': [right, { status: 201 }],
  'keys in another order': [
    right,
    {
      json: { status: 'success', trace_id: 'x-1', execution_result: { success: true, task_id: 'task-x-1' } },
    },
  ],
  'another value': [right, { match: { execution_result: { success: false } } }],
  'an absent value': [right, { match: { execution_result: { title: 'x' } } }],
  'another header': [right, { headers: { 'x-trace-id': 'y' } }],
  'a header that must be absent': [right, { headers: { 'x-trace-id': null } }],
  'a list that is longer': [
    refusal({ details: [{ path: '', message: 'm' }] }),
    { match: { execution_result: { details: [] } } },
  ],
  'no JSON': [{ ...right, body: 'Internal Server Error' }],
  'white space': [{ ...right, body: success.replace(',', ', ') }],
  'an unknown status word': [{ ...right, body: success.replace('"success"', '"done"') }],
  'one key too many': [{ ...right, body: success.replace('}}', '},"more":1}') }],
  'no charset': [{ ...right, headers: { ...headers, 'content-type': 'application/json' } }],
  'a body that may be kept': [{ ...right, headers: { ...headers, 'cache-control': 'public' } }],
  'the header of another trace': [{ ...right, headers: { ...headers, 'x-trace-id': 'x-2' } }],
  'a replay that is told in another word': [
    { ...right, headers: { ...headers, 'idempotent-replayed': 'yes' } },
  ],
  'a retry-after that does not belong': [{ ...right, headers: { ...headers, 'retry-after': '1' } }],
  'a failure with status 200': [{ ...refusal(), status: 200 }],
  'an unknown error code': [refusal({ error_code: 'oops' })],
  'a failure that is worth no retry and says so': [refusal({ retryable: true })],
  'a failure without a word': [refusal({ message: '' })],
  'a failure that shows the inside': [refusal({ message: 'boom at run (/var/task/execute.js:1)' })],
  'a message that repeats a value': [refusal({ message: 'title "secret-value" is wrong' })],
  'a detail that repeats a value': [refusal({ details: [{ path: '/x', message: 'not secret-value' }] })],
  'no details at all': [refusal({ details: [] })],
};

test.each(Object.entries(wrong))('%s is noticed', async (_what, [received, response]) => {
  expect(await problemsOf(received, response)).not.toEqual([]);
});
