// The adapter of Google Calendar: the suite of adapters, the exact requests, and what is Google's own.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createGoogleCalendar } from '../../../../lib/adapters/google/calendar.ts';
import { toEvent, toEventId } from '../../../../lib/adapters/google/event.ts';
import { createTokens } from '../../../../lib/adapters/google/tokens.ts';
import { buildEffect } from '../../../support/effects.ts';
import { invocationAt } from '../../../support/executions.ts';
import { outsideBehaviours, statusCases, type OutsideResponse } from '../../../support/outside-behaviours.ts';
import { describeAdapter, type AdapterHarness } from '../../ports/describe-adapter.ts';
import { answer, endless, noAnswer, reset, startReceiver, type Behaviour } from '../delivery/receiver.ts';
import { apiError, linkOf, startFakeGoogle, type FakeGoogle } from './fake-google.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);

const answerWith = ({ status, body, headers }: OutsideResponse): Behaviour => answer(status, body, headers);
const errorCase = (status: number, reason: string) => ({
  title: `a ${status} ${reason}`,
  answer: answerWith(apiError(status, reason)),
  cause: `HTTP ${status} ${reason}`,
});

let google: FakeGoogle;
beforeAll(async () => {
  google = await startFakeGoogle();
});
afterAll(async () => await google.close());

const working = outsideBehaviours((request) => google.respondWithEvent(request));
const workingTokens = outsideBehaviours((request) => google.respondWithToken(request));

const tokens = (credentials = google.credentials('authorized_user')) =>
  createTokens({ read: () => Promise.resolve(credentials) }, undefined);

function meetings(apiUrl = google.calendar.url, credentials?: string) {
  return createGoogleCalendar({ apiUrl, calendarId: 'primary', sendUpdates: 'none' }, tokens(credentials));
}

async function open(): Promise<AdapterHarness<'meeting', Behaviour>> {
  const gone = await startReceiver();
  await gone.close();
  let calls = 0;
  const { calendar, events } = google;
  return {
    adapter: meetings(),
    unreachable: meetings(gone.url),
    unreachableCause: 'ECONNREFUSED',
    buildEffect: () => buildEffect('meeting'),
    externalOf: ({ effectKey }) => ({ id: toEventId(effectKey), url: linkOf(toEventId(effectKey)) }),
    answer: (...behaviours) => {
      calls += calendar.received.length;
      calendar.behave(...behaviours);
    },
    countThings: () => events.size,
    countCalls: () => calls + calendar.received.length,
    close: () => Promise.resolve(),
  };
}

const garbageCase = (title: string, behaviour: Behaviour, cause = 'UnreadableAnswer') => ({
  title,
  answer: behaviour,
  result: { kind: 'unavailable', cause } as const,
  things: 0,
});

describe('Google Calendar', () => {
  describeAdapter<'meeting', Behaviour>(
    {
      ...working,
      refused: [...statusCases(400, 413), errorCase(400, 'invalid')],
      toBeMended: [
        ...statusCases(401, 403, 404, 405, 410, 412, 422, 429, 500, 503),
        errorCase(401, 'authError'),
        errorCase(403, 'rateLimitExceeded'),
        errorCase(403, 'forbiddenForServiceAccounts'),
      ],
      busyCause: 'HTTP 429',
      garbage: [
        garbageCase('a 200 with nothing', answer(200)),
        garbageCase('a 200 with a page', answer(200, '<html>Sign in</html>')),
        garbageCase(
          'a 200 with another event',
          answer(200, '{"id":"other","htmlLink":"https://example.com/"}'),
        ),
        garbageCase('a 200 with a list', answer(200, '[]')),
        garbageCase('a 200 without an end', endless),
        garbageCase('a 204', answer(204), 'HTTP 204'),
      ],
    },
    open,
  );
});

describe('each request', () => {
  beforeEach(() => google.work());
  const invocation = invocationAt(nowMs);
  const externalOf = (effectKey: string) => ({ id: toEventId(effectKey), url: linkOf(toEventId(effectKey)) });

  test('the event is inserted by one request, exactly', async () => {
    const effect = buildEffect('meeting');
    const external = externalOf(effect.effectKey);
    expect(await meetings().perform(effect, invocation)).toEqual({ kind: 'done', external });
    expect(google.calendar.received).toEqual([
      {
        method: 'POST',
        path: '/calendar/v3/calendars/primary/events?sendUpdates=none&fields=id%2ChtmlLink',
        headers: expect.objectContaining({
          authorization: expect.stringMatching(/^Bearer ya29\.\d+$/),
          'content-type': 'application/json',
          'user-agent': 'workflow-executor',
        }),
        body: JSON.stringify(toEvent(effect)),
      },
    ]);
    expect(google.events.get(external.id)).toEqual(toEvent(effect));
  });

  test('the calendar, the API and the e-mails are those of the settings', async () => {
    const adapter = createGoogleCalendar(
      { apiUrl: `${google.calendar.url}/root/`, calendarId: 'a/b#c@group.example.com', sendUpdates: 'all' },
      tokens(),
    );
    expect(await adapter.perform(buildEffect('meeting'), invocation)).toMatchObject({ kind: 'done' });
    expect(google.calendar.received.map(({ path }) => path)).toEqual([
      '/root/calendar/v3/calendars/a%2Fb%23c%40group.example.com/events?sendUpdates=all&fields=id%2ChtmlLink',
    ]);
  });

  test('a service account inserts events too, for its quota project', async () => {
    const adapter = meetings(
      undefined,
      google.credentials('service_account', { quota_project_id: 'orchard' }),
    );
    expect(await adapter.perform(buildEffect('meeting'), invocation)).toMatchObject({ kind: 'done' });
    expect(google.calendar.received[0]?.headers).toMatchObject({ 'x-goog-user-project': 'orchard' });
  });

  test('a token that was refused is renewed once, and the event inserted', async () => {
    const adapter = meetings();
    await adapter.perform(buildEffect('meeting'), invocation);
    google.accepted.clear();
    google.work();
    const effect = buildEffect('meeting');
    expect(await adapter.perform(effect, invocation)).toEqual({
      kind: 'done',
      external: externalOf(effect.effectKey),
    });
    const [first, second, ...more] = google.calendar.received;
    expect([first?.body === second?.body, more, google.tokens.received.length]).toEqual([true, [], 1]);
    expect(first?.headers.authorization).not.toBe(second?.headers.authorization);
  });

  test('a token that is refused again is not renewed again', async () => {
    google.calendar.behave(answer(401));
    expect(await meetings().perform(buildEffect('meeting'), invocation)).toEqual({
      kind: 'unavailable',
      cause: 'HTTP 401',
    });
    expect([google.calendar.received.length, google.tokens.received.length]).toEqual([2, 2]);
  });

  test.each([
    ['at first', 0],
    ['when it is renewed', 1],
  ])('without a token %s nothing is inserted', async (_when, issued) => {
    const results = [
      ...Array.from({ length: issued }, () => workingTokens.done),
      answer(400, '{"error":"invalid_grant"}'),
    ];
    google.tokens.behave(results[0] ?? workingTokens.done, ...results.slice(1));
    google.calendar.behave(answer(401));
    expect(await meetings().perform(buildEffect('meeting'), invocation)).toEqual({
      kind: 'unavailable',
      cause: 'token: HTTP 400 invalid_grant',
    });
    expect(google.calendar.received).toHaveLength(issued);
  });

  test.each([
    ['cannot be reached', { token_uri: 'http://127.0.0.1:1/' }, 'TypeError'],
    ['may not be called', { token_uri: 'http://example.com/' }, 'InvalidGoogleCredentials'],
  ])('a token endpoint that %s is a cause without an address', async (_what, change, cause) => {
    const adapter = meetings(undefined, google.credentials('authorized_user', change));
    expect(await adapter.perform(buildEffect('meeting'), invocation)).toEqual({ kind: 'unavailable', cause });
  });
});

describe('an event that is there from an earlier try', () => {
  beforeEach(() => google.work());
  const invocation = invocationAt(nowMs);
  const duplicate = answerWith(apiError(409, 'duplicate'));

  test('is read for its link', async () => {
    const effect = buildEffect('meeting');
    const id = toEventId(effect.effectKey);
    const adapter = meetings();
    await adapter.perform(effect, invocation);
    google.work();
    expect(await adapter.perform(effect, invocation)).toEqual({
      kind: 'done',
      external: { id, url: linkOf(id) },
    });
    expect(
      google.calendar.received.map(({ method, path, body }) => ({ method, path, body: body.length > 0 })),
    ).toEqual([
      {
        method: 'POST',
        path: '/calendar/v3/calendars/primary/events?sendUpdates=none&fields=id%2ChtmlLink',
        body: true,
      },
      {
        method: 'GET',
        path: `/calendar/v3/calendars/primary/events/${id}?fields=id%2ChtmlLink`,
        body: false,
      },
    ]);
  });

  test.each<[string, Behaviour]>([
    ['a 404, for it has been deleted', answerWith(apiError(404, 'notFound'))],
    ['a 403', answer(403)],
    ['a 503', answer(503)],
    ['a page', answer(200, '<html>')],
    ['another event', answer(200, '{"id":"other","htmlLink":"https://example.com/"}')],
    ['no connection', reset],
  ])('is done without a link where the answer is %s', async (_what, behaviour) => {
    google.calendar.behave(duplicate, behaviour);
    const effect = buildEffect('meeting');
    expect(await meetings().perform(effect, invocation)).toEqual({
      kind: 'done',
      external: { id: toEventId(effect.effectKey) },
    });
  });

  test('is done without a link where there is no answer, soon', async () => {
    google.calendar.behave(duplicate, noAnswer);
    const effect = buildEffect('meeting');
    const startedMs = performance.now();
    expect(await meetings().perform(effect, invocation)).toEqual({
      kind: 'done',
      external: { id: toEventId(effect.effectKey) },
    });
    expect(performance.now() - startedMs).toBeLessThan(3_500);
  });

  test('is not taken for done without a link where a defect of this service is the reason', async () => {
    google.calendar.behave(duplicate);
    const defect = new TypeError('a defect');
    const working = tokens();
    let reads = 0;
    const adapter = createGoogleCalendar(
      { apiUrl: google.calendar.url, calendarId: 'primary', sendUpdates: 'none' },
      {
        read: async (...given) =>
          await ((reads += 1) === 1 ? working.read(...given) : Promise.reject(defect)),
      },
    );
    await expect(adapter.perform(buildEffect('meeting'), invocation)).rejects.toBe(defect);
    expect(google.calendar.received).toHaveLength(1);
  });

  test.each(['null', '7', '"javascript:alert(1)"', '""'])(
    'a link that is %s is not passed on',
    async (htmlLink) => {
      const effect = buildEffect('meeting');
      const id = toEventId(effect.effectKey);
      google.calendar.behave(answer(200, `{"id":"${id}","htmlLink":${htmlLink}}`));
      expect(await meetings().perform(effect, invocation)).toEqual({ kind: 'done', external: { id } });
    },
  );
});

test('each participant that is no e-mail address is a breach', () => {
  const { participants, ...payload } = buildEffect('meeting').result;
  const breaches = (entries: string[]) =>
    meetings().findBreaches?.({ ...payload, action_type: 'meeting', participants: entries });
  expect(breaches(participants)).toEqual([]);
  expect(breaches(['ada@example.com', 'Ada', 'Grace <grace>'])).toEqual([
    { path: '/data/payload/participants/1', message: expect.any(String) },
    { path: '/data/payload/participants/2', message: expect.any(String) },
  ]);
});
