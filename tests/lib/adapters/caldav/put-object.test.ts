// One calendar object put into a collection: the exact request, what each answer means, and what a refused password leads to.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { putObject, type BasicAuthentication } from '../../../../lib/adapters/caldav/put-object.ts';
import { UnavailableError } from '../../../../lib/adapters/unavailable.ts';
import { invocationAt } from '../../../support/executions.ts';
import { answer, reset, startReceiver, type Receiver } from '../delivery/receiver.ts';

let server: Receiver;
beforeAll(async () => {
  server = await startReceiver();
});
afterAll(() => server.close());

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const objectAt = (url = `${server.url}/calendar/e.ics`) => ({ uid: 'e', url, text: 'BEGIN:VCALENDAR\r\n🪶' });
const put = async (authentication?: BasicAuthentication) =>
  await putObject(objectAt(), authentication, invocationAt(nowMs));
const requests = () => server.received.map(({ method, path }) => `${method} ${path}`);
const done = () => ({ kind: 'done', external: { id: 'e', url: `${server.url}/calendar/e.ics` } });

/** RFC 4918, section 16, as RFC 4791, section 5.3.2.1, uses it. */
const violation = (element: string) =>
  `<?xml version="1.0" encoding="utf-8"?>\n<d:error xmlns:d="DAV:" xmlns:cal="urn:ietf:params:xml:ns:caldav">${element}</d:error>`;

test('one request is sent, which makes the object only if it is not there', async () => {
  server.behave(answer(201));
  expect(await put()).toEqual(done());
  expect(server.received).toHaveLength(1);
  const { method, path, headers, body } = server.received[0] ?? { headers: {} };
  expect({ method, path, body }).toEqual({
    method: 'PUT',
    path: '/calendar/e.ics',
    body: 'BEGIN:VCALENDAR\r\n🪶',
  });
  expect(headers).toMatchObject({
    'content-type': 'text/calendar; charset=utf-8',
    'if-none-match': '*',
    'user-agent': 'workflow-executor',
  });
  expect(headers).not.toHaveProperty('authorization');
});

test.each([201, 204, 412])('an answer of %i is done', async (status) => {
  server.behave(answer(status));
  expect(await put()).toEqual(done());
  expect(requests()).toEqual(['PUT /calendar/e.ics']);
});

test.each([
  [409, '<cal:no-uid-conflict/>'],
  [409, '<C:no-uid-conflict />'],
  [
    403,
    '<no-uid-conflict xmlns="urn:ietf:params:xml:ns:caldav"><d:href>/calendar/e.ics</d:href></no-uid-conflict>',
  ],
])('an answer of %i with %s is done: the object is there from an earlier try', async (status, element) => {
  server.behave(answer(status, violation(element)));
  expect(await put()).toEqual(done());
});

test.each([
  [403, '<cal:valid-calendar-data/>'],
  [403, '<cal:valid-calendar-data>Words</cal:valid-calendar-data>'],
  [413, ''],
  [415, ''],
  [422, ''],
])('an answer of %i with %j is a refusal for good', async (status, element) => {
  server.behave(answer(status, violation(element)));
  expect(await put()).toEqual({ kind: 'rejected', cause: `HTTP ${status}` });
  expect(requests()).toEqual(['PUT /calendar/e.ics']);
});

test.each([
  [200, ''],
  [202, ''],
  [207, '<cal:no-uid-conflict/>'],
  [302, ''],
  [401, ''],
  [403, ''],
  [403, 'no-uid-conflict, valid-calendar-data'],
  [403, '<cal:not-valid-calendar-data/>'],
  [403, '<cal:valid-calendar-data-2/>'],
  [403, '<cal:supported-calendar-component/>'],
  [403, '<cal:max-resource-size/>'],
  [404, ''],
  [405, ''],
  [409, ''],
  [409, '<cal:valid-calendar-data/>'],
  [410, ''],
  [423, ''],
  [507, ''],
])('an answer of %i with %j is not final', async (status, element) => {
  server.behave(answer(status, violation(element)));
  expect(await put()).toEqual({ kind: 'unavailable', cause: `HTTP ${status}` });
});

describe('after an answer of 400', () => {
  test.each([
    [200, () => done()],
    [404, () => ({ kind: 'rejected', cause: 'HTTP 400' })],
    [410, () => ({ kind: 'rejected', cause: 'HTTP 400' })],
    [403, () => ({ kind: 'unavailable', cause: 'HTTP 403' })],
    [204, () => ({ kind: 'unavailable', cause: 'HTTP 204' })],
  ])('the object is looked for, and %i decides', async (status, result) => {
    server.behave(answer(400), answer(status, status === 204 ? '' : 'BEGIN:VCALENDAR'));
    expect(await put({ username: 'jane', password: literal('secret') })).toEqual(result());
    expect(requests()).toEqual(['PUT /calendar/e.ics', 'GET /calendar/e.ics']);
    expect(server.received[1]?.headers).toMatchObject({ authorization: basic('jane:secret') });
    expect(server.received[1]?.headers).not.toHaveProperty('if-none-match');
  });
});

test('the retry time of an answer is passed on', async () => {
  server.behave(answer(503, '', { 'retry-after': '120' }));
  expect(await put()).toEqual({ kind: 'unavailable', cause: 'HTTP 503', retryAfterSeconds: 120 });
  expect(requests()).toEqual(['PUT /calendar/e.ics']);
});

test('a PUT whose answer is lost is repeated, and finds the object', async () => {
  server.behave(reset, answer(412));
  expect(await put()).toEqual(done());
  expect(requests()).toEqual(['PUT /calendar/e.ics', 'PUT /calendar/e.ics']);
});

test('a 201 whose body never begins is done, once only the time to record it is left', async () => {
  server.behave((response) => response.writeHead(201).flushHeaders());
  const startedMs = performance.now();
  const remainingMs = () => 3_000 - (performance.now() - startedMs);
  expect(await putObject(objectAt(), undefined, invocationAt(nowMs, { remainingMs }))).toEqual(done());
  expect(remainingMs()).toBeGreaterThan(1_500);
});

test('a URL that fetch refuses is unavailable', async () => {
  expect(await putObject(objectAt('https://[::/e.ics'), undefined, invocationAt(nowMs))).toEqual({
    kind: 'unavailable',
    cause: 'TypeError',
  });
});

const literal = (value: string) => ({ read: () => Promise.resolve(value) });
const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`;
const sent = () => server.received.map(({ headers }) => headers.authorization);

describe('with a password', () => {
  /** A secret with these values in turn; `asked` has the refused value of each reading. */
  function secretOf(...values: readonly string[]) {
    const asked: (string | undefined)[] = [];
    return {
      asked,
      read: (signal: AbortSignal, atMs: number, refused?: string) => {
        expect([signal.aborted, atMs]).toEqual([false, nowMs]);
        asked.push(refused);
        return Promise.resolve(values[Math.min(asked.length, values.length) - 1] ?? '');
      },
    };
  }

  test('the request carries basic authentication in UTF-8', async () => {
    server.behave(answer(201));
    expect(await put({ username: 'jäne@example.com', password: literal('pass:wörd') })).toEqual(done());
    expect(sent()).toEqual([basic('jäne@example.com:pass:wörd')]);
  });

  test('that is refused it is read anew, and one more request is made with the new one', async () => {
    const password = secretOf('old', 'new');
    server.behave(answer(401), answer(201));
    expect(await put({ username: 'jane', password })).toEqual(done());
    expect(sent()).toEqual([basic('jane:old'), basic('jane:new')]);
    expect(password.asked).toEqual([undefined, 'old']);
  });

  test('whose successor is refused too the server is unavailable', async () => {
    const password = secretOf('old', 'new', 'newest');
    server.behave(answer(401));
    expect(await put({ username: 'jane', password })).toEqual({ kind: 'unavailable', cause: 'HTTP 401' });
    expect(sent()).toEqual([basic('jane:old'), basic('jane:new')]);
    expect(password.asked).toEqual([undefined, 'old']);
  });

  test('that is refused and has not changed no further request is made', async () => {
    const password = secretOf('old');
    server.behave(answer(401));
    expect(await put({ username: 'jane', password })).toEqual({ kind: 'unavailable', cause: 'HTTP 401' });
    expect(sent()).toEqual([basic('jane:old')]);
    expect(password.asked).toEqual([undefined, 'old']);
  });

  test('that cannot be read nothing is sent, and the cause is the name of the error', async () => {
    server.behave(answer(201));
    const error = new UnavailableError('ParameterNotFound', 'secret words');
    const password = { read: () => Promise.reject(error) };
    expect(await put({ username: 'jane', password })).toEqual({
      kind: 'unavailable',
      cause: 'ParameterNotFound',
    });
    expect(server.received).toEqual([]);
  });
});
