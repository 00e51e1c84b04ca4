// What one try sends, and what its answer is worth.
import { expect, test } from '@jest/globals';
import type { AccessMode } from '../../../lib/client/access.ts';
import { tryOnce } from '../../../lib/client/try-once.ts';
import { fakeRuntime } from './fake-runtime.ts';
import { taskResult } from './scripted-service.ts';

const serialized = { traceId: 'a', body: '{"trace_id":"a"}' };
const none: AccessMode = { kind: 'none' };
const settings = { url: 'http://127.0.0.1:1/x', maxAttempts: 1, timeoutMs: 1, deadlineMs: 1 };

async function tryWith(response: Response, access: AccessMode = none) {
  const sent: unknown[] = [];
  const runtime = fakeRuntime({
    fetch: async (url, init) => {
      sent.push(url, { ...init, headers: Object.fromEntries(init.headers as Headers) });
      return await Promise.resolve(response);
    },
  });
  const { signal } = new AbortController();
  const result = await tryOnce(serialized, { ...settings, access }, runtime, signal);
  return { result, sent, signal };
}

const json = (status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) =>
  Response.json(body, { status, headers });

test('the decision is posted as JSON, and redirects are not followed', async () => {
  const success = { trace_id: 'a', status: 'success', execution_result: taskResult };
  const { result, sent, signal } = await tryWith(json(200, success));
  const headers = { accept: 'application/json', 'content-type': 'application/json' };
  expect(sent).toEqual([
    'http://127.0.0.1:1/x',
    { method: 'POST', headers, body: '{"trace_id":"a"}', redirect: 'manual', signal },
  ]);
  expect(result).toEqual({
    answer: { status: 'success', result: taskResult, replayed: false },
    mayRetry: false,
    retryAfterMs: 0,
  });
});

test('a failure says itself whether it may be tried again', async () => {
  const failure = (retryable: boolean) => ({
    trace_id: 'a',
    status: 'failed',
    execution_result: { success: false, error_code: 'x', message: 'y', retryable },
  });
  const { result } = await tryWith(json(409, failure(true), { 'retry-after': '2' }));
  expect(result).toMatchObject({ mayRetry: true, retryAfterMs: 2000 });
  expect((await tryWith(json(503, failure(false)))).result).toMatchObject({ mayRetry: false });
});

test.each([
  [200, true],
  [201, true],
  [302, true],
  [399, true],
  [400, false],
  [401, false],
  [403, false],
  [404, false],
  [408, true],
  [422, false],
  [425, true],
  [429, true],
  [499, false],
  [500, true],
  [503, true],
])('JSON of something else with the status %i may be tried again: %s', async (status, mayRetry) => {
  const { result } = await tryWith(json(status, { message: 'title: Submit payroll report' }));
  expect(result).toEqual({ cause: expect.any(Error), mayRetry, retryAfterMs: 0 });
  expect(result.cause).toMatchObject({ status, contentType: 'application/json' });
  expect(JSON.stringify(result) + String(result.cause)).not.toContain('payroll');
});

test.each([401, 403])(
  'a refused token that a function gives may be another the next time: %i',
  async (status) => {
    const refused = () => json(status, { message: 'The incoming token has expired' });
    expect((await tryWith(refused(), { kind: 'token', token: 'abc' })).result.mayRetry).toBe(false);
    expect((await tryWith(refused(), { kind: 'token', token: () => 'abc' })).result.mayRetry).toBe(true);
  },
);

test.each([200, 302, 400, 403, 404, 500])('what is no JSON may be tried again: %i', async (status) => {
  const response = new Response('<h1>no</h1>', {
    status,
    headers: { 'content-type': 'text/html; charset=x' },
  });
  const { result } = await tryWith(response);
  expect(result.mayRetry).toBe(true);
  expect(result.cause).toMatchObject({ status, contentType: 'text/html' });
});

test.each([
  ['application/problem+json; charset=utf-8', 'application/problem+json'],
  ['text', undefined],
  ['<script>/x', undefined],
  ['; text/html', undefined],
  ['', undefined],
])('of the content type "%s" it keeps %s', async (type, kept) => {
  const { result } = await tryWith(new Response('no', { headers: { 'content-type': type } }));
  expect((result.cause as { contentType?: string }).contentType).toBe(kept);
});

test('only the header that says so makes a replay', async () => {
  const success = { trace_id: 'a', status: 'success', execution_result: taskResult };
  const replayed = async (value: string) =>
    (await tryWith(json(200, success, { 'idempotent-replayed': value }))).result.answer;
  expect(await replayed('true')).toMatchObject({ replayed: true });
  expect(await replayed('false')).toMatchObject({ replayed: false });
});
