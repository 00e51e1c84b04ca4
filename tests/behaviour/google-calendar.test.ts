// Meetings in a calendar that plays Google's (the package emulate): signed in as a user, and read back as they were sent.
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createEmulator, type Emulator } from 'emulate';
import { resolveTimes } from '../../lib/actions/resolve-times.ts';
import { google } from '../../lib/adapters/google/google.ts';
import { toEventId } from '../../lib/adapters/google/event.ts';
import type { JsonObject } from '../../lib/domain/json.ts';
import type { Results } from '../../lib/generated/payloads.ts';
import { formatInstant } from '../../lib/time/instant.ts';
import { buildEffect } from '../support/effects.ts';
import { invocationAt } from '../support/executions.ts';
import { listenLocally } from '../support/listen.ts';

const client = { client_id: 'executor.apps.googleusercontent.com', client_secret: 'GOCSPX-executor' };
const redirect_uri = 'http://127.0.0.1/signed-in';
const user = 'ada@example.com';

let emulator: Emulator;
let emulated: string;
let apiUrl: string;
let refreshToken: string;
let accessToken: string;
/** The emulator's own id of each event, by the id that was asked for. */
const ids = new Map<string, string>();

async function answerOf(url: string, init: RequestInit = {}): Promise<JsonObject> {
  const response = await fetch(url, init);
  expect(response.status).toBe(200);
  return (await response.json()) as JsonObject;
}

/** Signs the user in, as a browser does. */
async function signIn() {
  const asked = {
    email: user,
    redirect_uri,
    scope: 'https://www.googleapis.com/auth/calendar.events',
    ...client,
  };
  const signedIn = await fetch(`${emulated}/o/oauth2/v2/auth/callback`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams(asked),
  });
  const code = new URL(signedIn.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const exchanged = { grant_type: 'authorization_code', code, redirect_uri, ...client };
  return await answerOf(`${emulated}/oauth2/token`, { method: 'POST', body: new URLSearchParams(exchanged) });
}

/** The emulator gives each event an id of its own, where Google takes the one that is asked for. */
async function passOn(request: IncomingMessage): Promise<{ readonly status: number; readonly body: string }> {
  const body = await text(request);
  const { authorization = '', 'content-type': type = '' } = request.headers;
  const headers = { authorization, 'content-type': type };
  const response = await fetch(`${emulated}${request.url ?? ''}`, { method: 'POST', headers, body });
  const answer = (await response.json()) as JsonObject;
  if (response.status !== 200) return { status: response.status, body: JSON.stringify(answer) };
  const { id } = JSON.parse(body) as { readonly id: string };
  ids.set(id, String(answer['id']));
  return { status: 200, body: JSON.stringify({ ...answer, id }) };
}

const front = createServer((request, response) => {
  passOn(request).then(
    ({ status, body }) => response.writeHead(status, { 'content-type': 'application/json' }).end(body),
    () => response.destroy(),
  );
});

beforeAll(async () => {
  const seed = {
    users: [{ email: user, name: 'Ada Lovelace' }],
    oauth_clients: [{ ...client, name: 'Workflow Executor', redirect_uris: [redirect_uri] }],
  };
  emulator = await createEmulator({ service: 'google', port: 0, seed: { google: seed } });
  emulated = `http://127.0.0.1:${new URL(emulator.url).port}`;
  apiUrl = await listenLocally(front);
  const tokens = await signIn();
  [refreshToken, accessToken] = [String(tokens['refresh_token']), String(tokens['access_token'])];
});
afterAll(async () => {
  front.closeAllConnections();
  await new Promise((resolve) => front.close(resolve));
  await emulator.close();
});

async function perform(result: Partial<Results['meeting']>, credentials: JsonObject = {}) {
  const adapter = google.actions.meeting?.(
    {
      GOOGLE_API_URL: apiUrl,
      GOOGLE_CREDENTIALS: JSON.stringify({
        type: 'authorized_user',
        ...client,
        refresh_token: refreshToken,
        token_uri: `${emulated}/oauth2/token`,
        ...credentials,
      }),
    },
    {},
  );
  if (adapter?.kind !== 'outside') throw new Error('google carries meetings out');
  const effect = buildEffect('meeting', { result });
  return { effect, outcome: await adapter.perform(effect, invocationAt(Date.now())) };
}

/** The event as the calendar has it, without what the calendar adds. */
async function readBack(id: string) {
  const list = await answerOf(`${emulated}/calendar/v3/calendars/primary/events?maxResults=250`, {
    headers: { authorization: `Bearer ${accessToken}` },
  });
  const events = list['items'] as { readonly id: string; readonly [field: string]: unknown }[];
  const found = events.filter((event) => event.id === ids.get(id));
  return found.map(({ summary, description, location, start, end, attendees }) => ({
    summary,
    description,
    location,
    start,
    end,
    attendees,
  }));
}

async function expectAsSent(
  sent: Partial<Results['meeting']>,
  attendees: readonly { readonly email: string; readonly displayName?: string }[],
) {
  const { effect, outcome } = await perform(sent);
  const id = toEventId(effect.effectKey);
  expect(outcome).toEqual({
    kind: 'done',
    external: { id, url: expect.stringMatching(/^https:\/\/calendar\.google\.com\/calendar\//) },
  });
  const { title, description, location, start_at, end_at } = effect.result;
  expect(await readBack(id)).toEqual([
    {
      summary: title,
      description,
      location,
      start: { dateTime: start_at, timeZone: 'UTC' },
      end: { dateTime: end_at, timeZone: 'UTC' },
      attendees,
    },
  ]);
}

const twoAttendees = [
  { email: 'ada@example.com', displayName: 'Ada Lovelace' },
  { email: 'grace@example.com' },
];

test('a meeting with every field is read back as it was sent', async () => {
  await expectAsSent({}, twoAttendees);
});

test.each([
  ['commas and semicolons', 'Budget, plan; and more: "a\\b", c;;d,,'],
  ['emoji and other scripts', '🪶👩🏽‍💻 Füttere 水曜日 مرحبا \u202ex'],
  ['markup', '<b>R&D</b> &amp; <script>'],
])('a title and a place of %s are read back as they were sent', async (_what, words) => {
  await expectAsSent({ title: words, location: words }, twoAttendees);
});

test.each([
  ['several lines', 'First\nSecond\r\n\n  - third\ttabbed\n'],
  ['4000 characters', '🪶 Füttere; den, Reiher\\n '.repeat(160).slice(0, 4000)],
])('a description of %s is read back as it was sent', async (_what, description) => {
  await expectAsSent({ description }, twoAttendees);
});

test('a participant is an address, alone or with a name, and is invited once', async () => {
  await expectAsSent(
    {
      participants: [
        'grace@example.com',
        'Ada Lovelace <ada@example.com>',
        '"Turing, Alan; OBE" <alan+bletchley@example.co.uk>',
        'GRACE@EXAMPLE.COM',
        'Grüße 🪶 <jörg@example.com>',
        'Ada again <Ada@Example.com>',
      ],
    },
    [
      { email: 'grace@example.com' },
      { email: 'ada@example.com', displayName: 'Ada Lovelace' },
      { email: 'alan+bletchley@example.co.uk', displayName: 'Turing, Alan; OBE' },
      { email: 'jörg@example.com', displayName: 'Grüße 🪶' },
    ],
  );
});

test('fifty participants are invited', async () => {
  const emails = Array.from({ length: 50 }, (_, index) => `guest-${index}@example.com`);
  await expectAsSent(
    { participants: emails },
    emails.map((email) => ({ email })),
  );
});

test.each([
  ['Europe/Berlin', '2031-03-30T01:30', '2031-03-30T03:30', '2031-03-30T00:30:00Z', '2031-03-30T01:30:00Z'],
  [
    'America/New_York',
    '2031-11-02T01:30',
    '2031-11-02T12:00',
    '2031-11-02T05:30:00Z',
    '2031-11-02T17:00:00Z',
  ],
  ['Asia/Kathmandu', '2031-04-01T00:15', '2031-04-01T00:45', '2031-03-31T18:30:00Z', '2031-03-31T19:00:00Z'],
])('a meeting in %s is at the same instants', async (timezone, start_time, end_time, start, end) => {
  const times = await resolveTimes({ start_time, end_time }, timezone, 'UTC');
  if (times.kind !== 'resolved') throw new Error('the times are valid');
  const [start_at, end_at] = [
    formatInstant(times.instants.start_time),
    formatInstant(times.instants.end_time),
  ];
  expect([start_at, end_at]).toEqual([start, end]);
  await expectAsSent({ timezone, start_time, end_time, start_at, end_at }, twoAttendees);
});

test.each([
  ['a refresh token', { refresh_token: 'revoked' }, 'token: HTTP 400 invalid_grant'],
  ['a client secret', { client_secret: 'wrong' }, 'token: HTTP 401 invalid_client'],
])('%s that is not accepted is a cause that says so', async (_what, credentials, cause) => {
  const before = ids.size;
  expect((await perform({}, credentials)).outcome).toEqual({ kind: 'unavailable', cause });
  expect(ids.size).toBe(before);
});
