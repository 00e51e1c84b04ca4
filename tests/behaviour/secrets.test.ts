// No secret leaves the service, but to the outside system that it is for: not in an answer, not in a log line, not in a record. Each
// adapter is given its secrets, literal and from Parameter Store, and the outside system answers in every way, with all that it was sent.
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startReceiver, answer, halfBody, reset } from '../lib/adapters/delivery/receiver.ts';
import type { Behaviour, ReceivedDelivery, Receiver } from '../lib/adapters/delivery/receiver.ts';
import { loggedLines } from '../support/log-watch.ts';
import { infoRequest, meetingRequest, reminderRequest, taskRequest, traceIdOf } from '../support/requests.ts';
import { startService } from '../support/service.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const key = Buffer.from('canary-of-the-webhook-key');
const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const accessToken = 'canary-of-the-access-token';

type SecretCase = {
  readonly variables: (url: string) => Readonly<Record<string, string>>;
  readonly actions: readonly (() => ReturnType<typeof taskRequest>)[];
  readonly secret: string;
  readonly value: (url: string) => string;
};

const allActions = [taskRequest, reminderRequest, meetingRequest];

const cases: Readonly<Record<string, SecretCase>> = {
  webhook: {
    variables: (url) => ({
      TASK_ADAPTER: 'webhook',
      REMINDER_ADAPTER: 'webhook',
      MEETING_ADAPTER: 'webhook',
      WEBHOOK_URL: `${url}/webhook`,
    }),
    actions: allActions,
    secret: 'WEBHOOK_SECRET',
    value: () => `whsec_${key.toString('base64')}`,
  },
  caldav: {
    variables: (url) => ({
      TASK_ADAPTER: 'caldav',
      REMINDER_ADAPTER: 'caldav',
      MEETING_ADAPTER: 'caldav',
      CALDAV_URL: `${url}/calendar/`,
      CALDAV_USERNAME: 'heron',
    }),
    actions: allActions,
    secret: 'CALDAV_PASSWORD',
    value: () => 'canary-of-the-password',
  },
  'google, a user': {
    variables: (url) => ({ MEETING_ADAPTER: 'google', GOOGLE_API_URL: url }),
    actions: [meetingRequest],
    secret: 'GOOGLE_CREDENTIALS',
    value: (url) =>
      JSON.stringify({
        type: 'authorized_user',
        client_id: 'canary-of-the-client',
        client_secret: 'canary-of-the-client-secret',
        refresh_token: 'canary-of-the-refresh-token',
        token_uri: `${url}/token`,
      }),
  },
  'google, a service account': {
    variables: (url) => ({
      MEETING_ADAPTER: 'google',
      GOOGLE_API_URL: url,
      GOOGLE_SUBJECT: 'heron@example.com',
    }),
    actions: [meetingRequest],
    secret: 'GOOGLE_CREDENTIALS',
    value: (url) =>
      JSON.stringify({
        type: 'service_account',
        client_email: 'canary-of-the-account@example.com',
        private_key_id: 'canary-of-the-key-id',
        private_key: pem,
        token_uri: `${url}/token`,
      }),
  },
};

/** All that was sent, as an outside system may repeat it. */
const echo = ({ headers, body, path }: ReceivedDelivery) =>
  JSON.stringify({ error: { headers, body, path } });
const echoWith =
  (status: number): Behaviour =>
  (response, request) =>
    answer(status, echo(request), { location: `/?${String(new URLSearchParams({ at: echo(request) }))}` })(
      response,
      request,
    );
const works: Behaviour = (response, request) => {
  const made = request.method === 'PUT' ? 201 : 200;
  answer(made, request.path?.startsWith('/calendar/v3/') === true ? request.body : '{}')(response, request);
};
const behaviours: Readonly<Record<string, Behaviour>> = {
  works,
  'answers with what is not understood': echoWith(200),
  ...Object.fromEntries(
    [302, 400, 401, 403, 404, 409, 412, 422, 500].map((status) => [`answers ${status}`, echoWith(status)]),
  ),
  'breaks the connection': reset,
  'sends half an answer': (response, request) => halfBody(echo(request))(response, request),
};

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

const parameterName = '/canary-of-the-parameter';
const isForParameterStore = ({ headers }: ReceivedDelivery) => headers['x-amz-target'] !== undefined;
const isForToken = ({ path }: ReceivedDelivery) => path === '/token';

/** Plays Parameter Store, the token endpoint and the outside system. */
const playAll =
  (parameter: Behaviour, token: Behaviour, outside: Behaviour): Behaviour =>
  (response, request) => {
    if (isForParameterStore(request)) parameter(response, request);
    else if (isForToken(request)) token(response, request);
    else outside(response, request);
  };
const holding = (value: string) => answer(200, JSON.stringify({ Parameter: { Value: value } }));
const granting = answer(200, JSON.stringify({ access_token: accessToken, expires_in: 3600 }));
const denying = answer(
  400,
  JSON.stringify({ __type: 'AccessDeniedException', message: `not authorized: ${parameterName}` }),
);

const app = startBeforeAll();

/** Sends each action twice and asks for it. @returns all that came of it, as text */
async function executeAll(
  { actions }: SecretCase,
  variables: Readonly<Record<string, string>>,
): Promise<string> {
  const linesBefore = loggedLines().length;
  const service = await startService({
    store: app.store,
    schedulerEndpoint: app.scheduler.endpoint,
    ssmEndpoint: receiver.url,
    variables,
  });
  const seen: unknown[] = [];
  for (const create of actions) {
    const request = create();
    for (const sent of [request, request, infoRequest(`trace:${traceIdOf(request)}`)])
      // Little time, so that what may pass is not repeated for long.
      seen.push(await service.send(sent, { remainingMs: () => 3_000 }));
    seen.push(await app.store.itemOf(traceIdOf(request)));
  }
  return JSON.stringify([seen, loggedLines().slice(linesBefore)]);
}

/** What must be seen nowhere else: the secret, in each form, and what was made of it and sent. */
function secretsOf(value: string): string[] {
  const sent = receiver.received.flatMap((request) => [
    ...['authorization', 'webhook-signature'].flatMap((name) => String(request.headers[name]).split(' ')),
    ...(isForToken(request) ? [new URLSearchParams(request.body).get('assertion') ?? ''] : []),
  ]);
  return [value, 'canary', key.toString('base64'), key.toString('hex'), ...pem.split('\n'), ...sent].filter(
    (text) => text.length > 5 && text !== 'Bearer' && text !== 'undefined' && !text.startsWith('AWS4-'),
  );
}

/** Whether it carries a secret or what was made of one, so that there is something to find. */
function isAuthorized({ headers }: ReceivedDelivery): boolean {
  const { authorization, 'webhook-signature': signature } = headers;
  return signature !== undefined || (authorization !== undefined && !authorization.startsWith('AWS4-'));
}

function expectNone(seen: string, secrets: readonly string[]): void {
  expect(secrets.filter((secret) => seen.includes(secret))).toEqual([]);
}

describe.each(Object.entries(cases))('%s', (_name, secretCase) => {
  const { variables, secret, value } = secretCase;
  const given = (configured: string) => ({ ...variables(receiver.url), [secret]: configured });

  test.each(Object.entries(behaviours))(
    'a literal secret is seen by nobody but the outside system, which %s',
    async (_what, outside) => {
      receiver.behave(playAll(denying, granting, outside));
      const seen = await executeAll(secretCase, given(value(receiver.url)));
      expect(receiver.received.some((request) => isAuthorized(request))).toBe(true);
      expectNone(seen, secretsOf(value(receiver.url)));
    },
    30_000,
  );

  test.each([
    ['works', works],
    ['answers 401', echoWith(401)],
  ])(
    'a secret of Parameter Store is seen by nobody but the outside system, which %s',
    async (_what, outside) => {
      receiver.behave(playAll(holding(value(receiver.url)), granting, outside));
      const seen = await executeAll(secretCase, given(`ssm:${parameterName}`));
      expect(receiver.received.some((request) => isAuthorized(request))).toBe(true);
      expectNone(seen, secretsOf(value(receiver.url)));
    },
    30_000,
  );

  test.each([
    ['denies it', denying, 'AccessDeniedException'],
    ['answers with something else', holding('\ncanary {'), undefined],
    ['repeats what it was asked', echoWith(400), undefined],
  ])(
    'nothing of a secret is seen if Parameter Store %s',
    async (_what, parameter, cause) => {
      receiver.behave(playAll(parameter, echoWith(400), echoWith(401)));
      const seen = await executeAll(secretCase, given(`ssm:${parameterName}`));
      expect(receiver.received.some((request) => isForParameterStore(request))).toBe(true);
      expect(seen).toContain(cause ?? 'cause');
      expectNone(seen, secretsOf(value(receiver.url)));
    },
    30_000,
  );

  test('a value that the configuration refuses is not repeated', async () => {
    const seen = await executeAll(secretCase, { ...given('ssm:canary'), [secret]: 'ssm:canary of {' });
    expect(seen).toContain(secret);
    expectNone(seen, ['canary']);
  });
});
