// One request to the token endpoint: exactly what is sent, and what each answer means.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { requestToken } from '../../../../lib/adapters/google/token-request.ts';
import { invocationAt } from '../../../support/executions.ts';
import { outsideBehaviours } from '../../../support/outside-behaviours.ts';
import { answer, noAnswer } from '../delivery/receiver.ts';
import { startFakeGoogle, type FakeGoogle } from './fake-google.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);

let google: FakeGoogle;
beforeAll(async () => {
  google = await startFakeGoogle();
});
beforeEach(() => google.work());
const { done } = outsideBehaviours((request) => google.respondWithToken(request));
afterAll(async () => await google.close());

const request = async (credentials = google.credentials('authorized_user'), remainingMs = 10_000) =>
  await requestToken(credentials, undefined, invocationAt(nowMs, { remainingMs: () => remainingMs }));

test('a refresh token is sent as a form, and the token comes back as a header', async () => {
  expect(await request()).toStrictEqual({
    kind: 'granted',
    access: { kind: 'granted', headers: { authorization: 'Bearer ya29.1' } },
    lifetimeMs: 3_599_000,
  });
  expect(google.tokens.received).toEqual([
    {
      method: 'POST',
      path: '/token',
      headers: expect.objectContaining({
        'content-type': 'application/x-www-form-urlencoded',
        'user-agent': 'workflow-executor',
      }),
      body:
        'grant_type=refresh_token&client_id=client.apps.googleusercontent.com' +
        '&client_secret=GOCSPX-client-secret&refresh_token=1%2F%2Frefresh-token',
    },
  ]);
});

test('an assertion is sent as a form, without the key', async () => {
  expect(await request(google.credentials('service_account'))).toMatchObject({ kind: 'granted' });
  const [received] = google.tokens.received;
  expect(received?.body).toMatch(
    /^grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=[\w-]+\.[\w-]+\.[\w-]+$/,
  );
});

test('the calls of credentials with a quota project are counted for it', async () => {
  const credentials = google.credentials('authorized_user', { quota_project_id: 'orchard' });
  expect(await request(credentials)).toMatchObject({
    access: {
      headers: { authorization: expect.stringMatching(/^Bearer ya29/), 'x-goog-user-project': 'orchard' },
    },
  });
});

test.each([
  [400, '{"error":"invalid_grant","error_description":"canary"}', 'token: HTTP 400 invalid_grant'],
  [400, '{"error":"canary"}', 'token: HTTP 400'],
  [401, '{"error":"invalid_client"}', 'token: HTTP 401 invalid_client'],
  [403, '{"error":"access_denied"}', 'token: HTTP 403 access_denied'],
])('a %d refuses the credentials: %s', async (status, body, cause) => {
  google.tokens.behave(answer(status, body));
  expect(await request()).toEqual({ kind: 'refused', result: { kind: 'unavailable', cause } });
  expect(google.tokens.received).toHaveLength(1);
});

test.each([302, 404, 429, 500, 503])('a %d says nothing about the credentials', async (status) => {
  google.tokens.behave(answer(status, '', { 'retry-after': '120', location: '/token' }));
  expect(await request()).toEqual({
    kind: 'failed',
    result: { kind: 'unavailable', cause: `token: HTTP ${status}`, retryAfterSeconds: 120 },
  });
});

test('a failure that passes is repeated', async () => {
  google.tokens.behave(answer(503), done);
  expect(await request()).toMatchObject({ kind: 'granted' });
  expect(google.tokens.received).toHaveLength(2);
});

test.each([
  ['nothing', ''],
  ['a page', '<html>'],
  ['half a JSON', '{"access_token":"ya29'],
  ['no token', '{"expires_in":3599}'],
  ['a token that no header can carry', String.raw`{"access_token":"a\r\nb"}`],
  ['an empty token', '{"access_token":""}'],
])('a 200 with %s is unreadable', async (_what, body) => {
  google.tokens.behave(answer(200, body));
  expect(await request()).toEqual({
    kind: 'failed',
    result: { kind: 'unavailable', cause: 'token: UnreadableAnswer' },
  });
});

test('a token without a lifetime is not kept', async () => {
  google.tokens.behave(answer(200, '{"access_token":"ya29.x"}'));
  expect(await request()).toMatchObject({ kind: 'granted', lifetimeMs: 0 });
});

test('without an answer in time the error is that of the call', async () => {
  google.tokens.behave(noAnswer);
  await expect(request(undefined, 2_600)).rejects.toMatchObject({ name: 'AbortError' });
});

test('wrong credentials are not sent anywhere', async () => {
  await expect(request('{}')).rejects.toMatchObject({ name: 'InvalidGoogleCredentials' });
  expect(google.tokens.received).toEqual([]);
});
