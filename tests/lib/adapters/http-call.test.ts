// One call of an outside system over HTTP: what is sent, what is read of the answer, when it is repeated, and the names of errors.
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  callHttp,
  httpErrorName,
  unavailable,
  type HttpAnswer,
  type HttpLimits,
} from '../../../lib/adapters/http-call.ts';
import { invocationAt } from '../../support/executions.ts';
import {
  answer,
  endless,
  halfBody,
  headOnly,
  noAnswer,
  reset,
  startReceiver,
  type Behaviour,
  type Receiver,
} from './delivery/receiver.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

/** @param leftMs before only the reserve is left */
async function call(limits?: HttpLimits, leftMs = 7_500): Promise<HttpAnswer> {
  const startedMs = performance.now();
  const remainingMs = () => 2_500 + leftMs - (performance.now() - startedMs);
  const headers = { 'content-type': 'text/plain' };
  const request = { method: 'PUT', url: `${receiver.url}/a?b=c`, headers, body: 'Füttere' };
  return await callHttp(request, invocationAt(nowMs, { remainingMs }), limits);
}

/** What a caller sees of an answer, without its headers. */
async function outcome(limits?: HttpLimits, leftMs?: number) {
  const { headers: _, ...seen } = await call(limits, leftMs);
  return { ...seen, requests: receiver.received.length };
}

test('one request is sent, exactly, and its answer is returned', async () => {
  receiver.behave(answer(201, 'made 🪶', { etag: '"1"' }));
  const { headers, ...answered } = await call();
  expect([answered, headers.get('etag')]).toEqual([{ status: 201, text: 'made 🪶' }, '"1"']);
  expect(receiver.received).toMatchObject([
    {
      method: 'PUT',
      path: '/a?b=c',
      headers: { 'content-type': 'text/plain', 'user-agent': 'workflow-executor', connection: 'close' },
      body: 'Füttere',
    },
  ]);
});

test('a request without a body has none', async () => {
  receiver.behave(answer(200, 'here'));
  const request = { method: 'GET', url: receiver.url, headers: {} };
  expect(await callHttp(request, invocationAt(nowMs))).toMatchObject({ status: 200, text: 'here' });
  expect(receiver.received).toMatchObject([{ method: 'GET', body: '' }]);
  expect(receiver.received[0]?.headers).not.toHaveProperty('content-type');
});

test.each([301, 302, 303, 307, 308])('a redirect by %i is the answer', async (status) => {
  receiver.behave(answer(status, 'moved', { location: `${receiver.url}/elsewhere` }));
  expect(await outcome()).toEqual({ status, text: 'moved', requests: 1 });
});

test.each([200, 204, 400, 401, 403, 404, 409, 410, 412, 422])('a %i is not repeated', async (status) => {
  receiver.behave(answer(status), answer(200));
  expect(await outcome()).toEqual({ status, text: '', requests: 1 });
});

test.each([408, 425, 429, 500, 502, 504])('a %i is repeated', async (status) => {
  receiver.behave(answer(status), answer(200, 'made'));
  expect(await outcome()).toEqual({ status: 200, text: 'made', requests: 2 });
});

test('there are three attempts in all, and the last answer is returned', async () => {
  receiver.behave(answer(503));
  expect(await outcome()).toEqual({ status: 503, text: '', requests: 3 });
  expect(new Set(receiver.received.map(({ body }) => body))).toEqual(new Set(['Füttere']));
});

test('a caller decides what may pass, and how often it is repeated', async () => {
  receiver.behave(answer(400, 'slow down'));
  const mayPass = ({ text }: HttpAnswer) => text === 'slow down';
  expect(await outcome({ mayPass, maxAttempts: 2 })).toMatchObject({ status: 400, requests: 2 });
  receiver.behave(answer(503));
  expect(await outcome({ mayPass })).toMatchObject({ status: 503, requests: 1 });
});

test.each([
  ['1', 1],
  ['0', 1],
  ['120', 120],
  ['300', 300],
  ['301', 300],
  ['9'.repeat(400), 300],
  ['Tue, 01 Apr 2031 09:31:00 GMT', 60],
  ['Tue, 01 Apr 2031 09:29:00 GMT', 1],
  ['Tuesday, 01-Apr-31 09:31:00 GMT', 60],
  ['Wed, 02 Apr 2031 09:30:00 GMT', 300],
  ['Tue, never', undefined],
  ['', undefined],
  ['-1', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['2032', 300],
  ['2031-04-01T09:31:00Z', undefined],
])('the header "retry-after: %s" means %s seconds', async (header, retryAfterSeconds) => {
  // Of a status that is not repeated: nothing is waited for.
  receiver.behave(answer(404, '', { 'retry-after': header }));
  const seconds = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  expect(await outcome()).toEqual({ status: 404, text: '', ...seconds, requests: 1 });
});

test('a retry time is waited for if an attempt has time after it, and passed on otherwise', async () => {
  const busy = answer(429, '', { 'retry-after': '1' });
  receiver.behave(busy, answer(200));
  const startedMs = performance.now();
  expect(await outcome()).toEqual({ status: 200, text: '', requests: 2 });
  expect(performance.now() - startedMs).toBeGreaterThanOrEqual(998);
  receiver.behave(busy, answer(200));
  expect(await outcome({}, 1_900)).toEqual({ status: 429, text: '', retryAfterSeconds: 1, requests: 1 });
});

test.each([
  [8, 'short', 'short'],
  [8, '12345678', '12345678'],
  [8, '123456789', '12345678'],
  [8, '', ''],
  [0, '123456789', ''],
  [9, '\uFEFF1234567', '123456'],
])('of a body at most %i bytes are read: of "%s", "%s"', async (maxAnswerBytes, body, text) => {
  receiver.behave(answer(200, body));
  expect(await outcome({ maxAnswerBytes })).toEqual({ status: 200, text, requests: 1 });
});

test('of an endless body 64 KiB are read, and its connection is closed', async () => {
  let closed: Promise<void> | undefined;
  receiver.behave((response, request) => {
    closed = new Promise((resolve) => void response.once('close', resolve));
    endless(response, request);
  });
  expect(await outcome()).toEqual({ status: 200, text: ' '.repeat(65_536), requests: 1 });
  await closed;
  expect(closed).toBeInstanceOf(Promise);
});

test('of a compressed body the decompressed bytes count', async () => {
  const body = gzipSync(' '.repeat(10_000_000));
  receiver.behave((response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(body));
  expect(await outcome()).toEqual({ status: 200, text: ' '.repeat(65_536), requests: 1 });
});

test.each([0, undefined])(
  'a body that ends in the middle, of which %s bytes are read',
  async (maxAnswerBytes) => {
    receiver.behave(halfBody('{"id":'), answer(200, 'whole'));
    const limits = maxAnswerBytes === undefined ? {} : { maxAnswerBytes };
    expect(await outcome(limits)).toEqual(
      maxAnswerBytes === 0
        ? { status: 200, text: '', requests: 1 }
        : { status: 200, text: 'whole', requests: 2 },
    );
  },
);

test('a body that ends in the middle three times is returned as far as it came', async () => {
  receiver.behave(halfBody('{"id":'));
  expect(await outcome()).toEqual({
    status: 200,
    text: '{"id":',
    brokenBy: expect.stringMatching(/^[A-Za-z]+Error$/),
    requests: 3,
  });
});

test('a body that has not ended in time is returned as far as it came', async () => {
  receiver.behave(headOnly);
  expect(await outcome({}, 300)).toEqual({ status: 200, text: '', brokenBy: 'AbortError', requests: 1 });
});

test('an attempt that takes too long is repeated', async () => {
  receiver.behave(noAnswer, headOnly, answer(200, 'made'));
  expect(await outcome({ attemptTimeoutMs: 200 })).toEqual({ status: 200, text: 'made', requests: 3 });
  receiver.behave(noAnswer);
  await expect(call({ attemptTimeoutMs: 200 })).rejects.toMatchObject({ name: 'TimeoutError' });
  expect(receiver.received).toHaveLength(3);
});

const notHttp: Behaviour = (response) => void response.socket?.end('220 mail.example ESMTP\r\n');

test.each([
  ['ECONNRESET', reset],
  ['HTTPParserError', notHttp],
])('a call that ends in %s is repeated, three attempts in all', async (name, behaviour) => {
  receiver.behave(behaviour, behaviour, answer(200, 'made'));
  expect(await outcome()).toEqual({ status: 200, text: 'made', requests: 3 });
  receiver.behave(behaviour);
  const thrown: unknown = await call().catch((error: unknown) => error);
  expect(httpErrorName(thrown)).toBe(name);
  expect(receiver.received).toHaveLength(3);
});

test('without an answer the call ends when only the reserve is left', async () => {
  receiver.behave(noAnswer);
  const startedMs = performance.now();
  const thrown: unknown = await call({}, 300).catch((error: unknown) => error);
  expect(httpErrorName(thrown)).toBe('AbortError');
  const tookMs = performance.now() - startedMs;
  expect(tookMs).toBeGreaterThanOrEqual(298);
  expect(tookMs).toBeLessThan(1_300);
  expect(receiver.received).toHaveLength(1);
});

test('without time before the reserve nothing is sent', async () => {
  receiver.behave(answer(200));
  await expect(call({}, 0)).rejects.toMatchObject({ name: 'AbortError' });
  expect(receiver.received).toEqual([]);
});

test.each([
  [undefined, { kind: 'unavailable', cause: 'HTTP 503' }],
  [7, { kind: 'unavailable', cause: 'HTTP 503', retryAfterSeconds: 7 }],
])('an answer with the retry time %s is unavailable', (retryAfterSeconds, result) => {
  const seconds = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  expect(unavailable({ status: 503, headers: new Headers(), text: 'words', ...seconds })).toEqual(result);
});

const withCode = (code: string) => Object.assign(new Error('secret'), { code });

test.each([
  ['its name, without a cause', new RangeError('secret'), 'RangeError'],
  ['its code, if its name says nothing', withCode('EPIPE'), 'EPIPE'],
  [
    'the code of its cause',
    new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') }),
    'ECONNREFUSED',
  ],
  ['the name of its cause', new TypeError('fetch failed', { cause: new RangeError('secret') }), 'RangeError'],
  [
    'the code of the first of several addresses',
    new TypeError('fetch failed', {
      cause: new AggregateError(['ETIMEDOUT', 'ENETUNREACH'].map(withCode)),
    }),
    'ETIMEDOUT',
  ],
  [
    'its own name, where the cause has neither',
    new TypeError('fetch failed', { cause: new Error('secret') }),
    'TypeError',
  ],
  [
    'its own name, where the cause is no error',
    new TypeError('fetch failed', { cause: 'secret' }),
    'TypeError',
  ],
  ['its type, where it is no error', 'secret', 'string'],
])('an error of fetch is named by %s', (_what, error, name) => {
  expect(httpErrorName(error)).toBe(name);
});
