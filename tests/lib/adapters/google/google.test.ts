// The adapter as the registry has it: its variables, their rules and defaults, and that none of its results holds a secret.
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { google as module } from '../../../../lib/adapters/google/google.ts';
import type { Variables } from '../../../../lib/adapters/adapter-module.ts';
import { buildEffect } from '../../../support/effects.ts';
import { invocationAt } from '../../../support/executions.ts';
import { outsideBehaviours } from '../../../support/outside-behaviours.ts';
import { answer, type Behaviour } from '../delivery/receiver.ts';
import { startFakeGoogle, type FakeGoogle } from './fake-google.ts';
import { authorizedUser, serviceAccount } from './keys.ts';

let fake: FakeGoogle;
beforeAll(async () => {
  fake = await startFakeGoogle();
});
beforeEach(() => fake.work());
afterAll(async () => await fake.close());

function meetings(variables: Variables) {
  const adapter = module.actions.meeting?.(variables, {});
  if (adapter?.kind !== 'outside') throw new Error('it carries meetings out');
  return adapter;
}
const perform = async (variables: Variables) =>
  await meetings(variables).perform(buildEffect('meeting'), invocationAt(Date.UTC(2031, 3, 1, 9, 30)));

test('it carries meetings out, and nothing else, without rights on AWS', () => {
  expect([module.name, Object.keys(module.actions), module.statements]).toEqual([
    'google',
    ['meeting'],
    undefined,
  ]);
  expect(meetings({ GOOGLE_CREDENTIALS: '{}' }).name).toBe('google');
});

test('its credentials alone are required, and are secret', () => {
  const { required, properties } = module.variables;
  expect(required).toEqual(['GOOGLE_CREDENTIALS']);
  expect(Object.keys(properties).filter((name) => properties[name]?.['x-secret'])).toEqual(required);
  expect(() => meetings({})).toThrow('GOOGLE_CREDENTIALS is not set');
});

test.each([
  [
    'GOOGLE_CREDENTIALS',
    ['{"type":"service_account"}', '\n {', 'ssm:/workflow/google'],
    ['ssm:name', 'ssm:/a b', 'key.json', ''],
  ],
  ['GOOGLE_SUBJECT', ['ada@example.com'], ['ada', 'ada@example.com, b@example.com', '@']],
  [
    'GOOGLE_CALENDAR_ID',
    ['primary', 'c_1@group.calendar.google.com', 'ada@example.com'],
    ['Team', '..', 'a b@c'],
  ],
  ['GOOGLE_API_URL', ['https://example.com', 'http://127.0.0.1:4002'], ['http://example.com', 'example.com']],
])('%s is checked', (name, right, wrong) => {
  const { pattern } = module.variables.properties[name] ?? {};
  const isRight = (value: string) => new RegExp(pattern ?? '', 'u').test(value);
  expect([right.map(isRight), wrong.map(isRight)]).toEqual([right.map(() => true), wrong.map(() => false)]);
});

test('the defaults are the primary calendar, no e-mails, and the API of Google', async () => {
  const { properties } = module.variables;
  const defaults = Object.entries(properties).map(([name, { default: value }]) => [name, value]);
  expect(Object.fromEntries(defaults)).toEqual({
    GOOGLE_CREDENTIALS: undefined,
    GOOGLE_SUBJECT: undefined,
    GOOGLE_CALENDAR_ID: 'primary',
    GOOGLE_SEND_UPDATES: 'none',
    GOOGLE_API_URL: 'https://www.googleapis.com',
  });
  const GOOGLE_CREDENTIALS = fake.credentials('authorized_user');
  expect(await perform({ GOOGLE_CREDENTIALS, GOOGLE_API_URL: fake.calendar.url })).toMatchObject({
    kind: 'done',
  });
  expect(fake.calendar.received[0]?.path).toBe(
    '/calendar/v3/calendars/primary/events?sendUpdates=none&fields=id%2ChtmlLink',
  );
});

test('the values that are set are used', async () => {
  const result = await perform({
    GOOGLE_CREDENTIALS: fake.credentials('service_account'),
    GOOGLE_SUBJECT: 'ada@example.com',
    GOOGLE_CALENDAR_ID: 'team@group.calendar.google.com',
    GOOGLE_SEND_UPDATES: 'externalOnly',
    GOOGLE_API_URL: fake.calendar.url,
  });
  expect(result).toMatchObject({ kind: 'done' });
  expect(fake.calendar.received[0]?.path).toBe(
    '/calendar/v3/calendars/team%40group.calendar.google.com/events?sendUpdates=externalOnly&fields=id%2ChtmlLink',
  );
  const assertion = new URLSearchParams(fake.tokens.received[0]?.body).get('assertion') ?? '';
  expect(Buffer.from(assertion.split('.')[1] ?? '', 'base64url').toString()).toContain(
    '"sub":"ada@example.com"',
  );
});

/** Says back all that it was sent, as the words of Google might. */
const echo: Behaviour = (response, request) => {
  const words = `${request.body} ${String(request.headers.authorization)}`;
  const error = { code: 403, message: words, errors: [{ reason: words, message: words }] };
  answer(403, JSON.stringify({ error, error_description: words }))(response, request);
};

test.each(['service_account', 'authorized_user'] as const)(
  'no result holds a secret or a word of the request, with a %s',
  async (type) => {
    const variables = { GOOGLE_CREDENTIALS: fake.credentials(type), GOOGLE_API_URL: fake.calendar.url };
    const results: unknown[] = [await perform(variables)];
    fake.calendar.behave(echo);
    results.push(await perform(variables));
    fake.calendar.behave(outsideBehaviours((request) => fake.respondWithEvent(request)).done);
    fake.tokens.behave(echo);
    results.push(await perform(variables));
    for (const broken of [
      variables.GOOGLE_CREDENTIALS.slice(0, -9),
      '{"type":"service_account","private_key":"canary"}',
    ]) {
      results.push(await perform({ ...variables, GOOGLE_CREDENTIALS: broken }));
    }
    expect(results).toEqual([
      { kind: 'done', external: expect.any(Object) },
      { kind: 'unavailable', cause: 'HTTP 403' },
      { kind: 'unavailable', cause: 'token: HTTP 403' },
      { kind: 'unavailable', cause: 'InvalidGoogleCredentials' },
      { kind: 'unavailable', cause: 'InvalidGoogleCredentials' },
    ]);
    const secrets = [
      'canary',
      'ya29',
      'Rundgang',
      authorizedUser.refresh_token,
      authorizedUser.client_secret,
    ];
    const text = JSON.stringify(results);
    expect([...secrets, serviceAccount.private_key].filter((secret) => text.includes(secret))).toEqual([]);
  },
);
