// One POST to the receiver of a reminder: what it sends, how much of the answer it reads, and the name of its error.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post, postErrorName, readUpTo } from '../../../../lib/adapters/delivery/post.ts';
import { answer, endless, startReceiver, type Receiver } from './receiver.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const send = () =>
  post(
    { url: `${receiver.url}/hook`, headers: { 'content-type': 'text/plain' }, body: 'due' },
    AbortSignal.timeout(5_000),
  );

test('a post sends its headers and body, and closes the connection', async () => {
  receiver.behave(answer(204));
  expect((await send()).status).toBe(204);
  expect(receiver.received).toMatchObject([
    {
      method: 'POST',
      path: '/hook',
      headers: { 'content-type': 'text/plain', 'user-agent': 'workflow-executor', connection: 'close' },
      body: 'due',
    },
  ]);
});

test('a post does not follow a redirect', async () => {
  receiver.behave(answer(307, '', { location: `${receiver.url}/elsewhere` }));
  expect((await send()).status).toBe(307);
  expect(receiver.received).toHaveLength(1);
});

test.each([
  ['short', 8, 'short'],
  ['12345678', 8, '12345678'],
  ['123456789', 8, '12345678'],
  ['', 8, ''],
])('of a body "%s" readUpTo(%i) reads "%s"', async (body, maxBytes, read) => {
  receiver.behave(answer(200, body));
  expect(await readUpTo(maxBytes, await send())).toBe(read);
});

test('readUpTo ends an endless body', async () => {
  receiver.behave(endless);
  expect(await readUpTo(100, await send())).toBe(' '.repeat(100));
});

const withCode = (code: string) => Object.assign(new Error('secret'), { code });

test.each([
  ['its name, without a cause', new RangeError('secret'), 'RangeError'],
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
])('an error of fetch is named by %s', (_what, error, name) => {
  expect(postErrorName(error)).toBe(name);
});
