// How long a token is kept, when it is renewed, and that those who wait for one at the same time ask for it once.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createTokens } from '../../../../lib/adapters/google/tokens.ts';
import type { Secret } from '../../../../lib/adapters/secret.ts';
import { invocationAt } from '../../../support/executions.ts';
import { outsideBehaviours } from '../../../support/outside-behaviours.ts';
import { answer, noAnswer } from '../delivery/receiver.ts';
import { startFakeGoogle, type FakeGoogle } from './fake-google.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const invocation = invocationAt(nowMs);

let google: FakeGoogle;
beforeAll(async () => {
  google = await startFakeGoogle();
});
beforeEach(() => google.work());
const { done } = outsideBehaviours((request) => google.respondWithToken(request));
afterAll(async () => await google.close());

/** A secret that is read anew when it is refused: it has one value after the other, and the last one for good. */
function secretOf(...values: readonly [string, ...string[]]) {
  const refusals: (string | undefined)[] = [];
  let rest: readonly string[] = values;
  const secret: Secret = {
    read(_signal, _nowMs, refused) {
      refusals.push(refused);
      if (refused !== undefined && rest.length > 1) rest = rest.slice(1);
      return Promise.resolve(rest[0] ?? '');
    },
  };
  return { secret, refusals };
}
const user = (change?: { readonly refresh_token?: string; readonly client_id?: string }) =>
  google.credentials('authorized_user', change);
const counted = () => google.tokens.received.length;

test('a token is kept until a minute before its end', async () => {
  const tokens = createTokens(secretOf(user()).secret, undefined);
  const first = await tokens.read(invocation);
  expect(await tokens.read(invocationAt(nowMs + 3_538_999))).toBe(first);
  expect(counted()).toBe(1);
  expect(await tokens.read(invocationAt(nowMs + 3_539_000))).not.toEqual(first);
  expect(counted()).toBe(2);
});

test('a token that was refused is renewed once, by however many', async () => {
  const tokens = createTokens(secretOf(user()).secret, undefined);
  const first = await tokens.read(invocation);
  if (first.kind !== 'granted') throw new Error(first.cause);
  const [second, third] = await Promise.all([tokens.read(invocation, first), tokens.read(invocation, first)]);
  expect(second).not.toEqual(first);
  expect(third).toBe(second);
  expect(await tokens.read(invocation, first)).toBe(second);
  expect(counted()).toBe(2);
});

test('those who need a token at the same time ask for it once', async () => {
  const tokens = createTokens(secretOf(user()).secret, undefined);
  const all = await Promise.all(Array.from({ length: 20 }, async () => await tokens.read(invocation)));
  expect(new Set(all).size).toBe(1);
  expect(counted()).toBe(1);
});

test('a request that failed is not shared with those who come later', async () => {
  google.tokens.behave(answer(404), done);
  const tokens = createTokens(secretOf(user()).secret, undefined);
  expect(await tokens.read(invocation)).toEqual({ kind: 'unavailable', cause: 'token: HTTP 404' });
  expect(await tokens.read(invocation)).toMatchObject({ kind: 'granted' });
});

test("who waits for another's request waits no longer than its own time", async () => {
  google.tokens.behave(noAnswer);
  const tokens = createTokens(secretOf(user()).secret, undefined);
  const startedMs = performance.now();
  const withTime = (leftMs: number) =>
    invocationAt(nowMs, { remainingMs: () => leftMs - (performance.now() - startedMs) });
  const endedAfterMs = async (leftMs: number) => {
    await expect(tokens.read(withTime(leftMs))).rejects.toMatchObject({ name: 'AbortError' });
    return performance.now() - startedMs;
  };
  const endsMs = await Promise.all([3_500, 2_900, 2_500].map(endedAfterMs));
  expect(endsMs[0]).toBeGreaterThan(900);
  expect(endsMs[1]).toBeLessThan(800);
  expect(endsMs[2]).toBeLessThan(300);
  expect(counted()).toBe(1);
});

test('when the credentials have changed, a token of the old ones is not used', async () => {
  const secret = { value: user() };
  const tokens = createTokens({ read: () => Promise.resolve(secret.value) }, undefined);
  const first = await tokens.read(invocation);
  secret.value = user({ client_id: 'other' });
  expect(await tokens.read(invocation)).not.toEqual(first);
  expect(counted()).toBe(2);
});

test('credentials that are refused are read anew, and the new ones are used', async () => {
  const old = user({ refresh_token: 'revoked' });
  const { secret, refusals } = secretOf(old, user());
  const tokens = createTokens(secret, undefined);
  expect(await tokens.read(invocation)).toMatchObject({ kind: 'granted' });
  expect(refusals).toEqual([undefined, old]);
  expect(counted()).toBe(2);
});

test('credentials that are refused and have not changed are not sent again', async () => {
  const { secret } = secretOf(user({ refresh_token: 'revoked' }));
  expect(await createTokens(secret, undefined).read(invocation)).toEqual({
    kind: 'unavailable',
    cause: 'token: HTTP 400 invalid_grant',
  });
  expect(counted()).toBe(1);
});

test('new credentials that are refused too are the last that are tried', async () => {
  const { secret, refusals } = secretOf(user({ refresh_token: 'a' }), user({ refresh_token: 'b' }), user());
  expect(await createTokens(secret, undefined).read(invocation)).toEqual({
    kind: 'unavailable',
    cause: 'token: HTTP 400 invalid_grant',
  });
  expect([refusals.length, counted()]).toEqual([2, 2]);
});

test('a failure of the endpoint does not have the credentials read anew', async () => {
  google.tokens.behave(answer(404));
  const { secret, refusals } = secretOf(user());
  await createTokens(secret, undefined).read(invocation);
  expect(refusals).toEqual([undefined]);
});

test('credentials that cannot be read are the error that the secret throws', async () => {
  const error = new Error('canary');
  await expect(createTokens({ read: () => Promise.reject(error) }, undefined).read(invocation)).rejects.toBe(
    error,
  );
});

test('the subject is the user that a service account asks for', async () => {
  const tokens = createTokens(secretOf(google.credentials('service_account')).secret, 'ada@example.com');
  expect(await tokens.read(invocation)).toMatchObject({ kind: 'granted' });
  const assertion = new URLSearchParams(google.tokens.received[0]?.body).get('assertion') ?? '';
  expect(JSON.parse(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString())).toMatchObject({
    sub: 'ada@example.com',
  });
});
