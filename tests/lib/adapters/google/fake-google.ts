// Fakes Google: its token endpoint, which verifies what it is given, and events.insert and events.get of Calendar v3. A test says how
// each of the two answers, and sees what was asked and what there is.
import { verify } from 'node:crypto';
import { field, type JsonObject } from '../../../../lib/domain/json.ts';
import {
  outsideBehaviours,
  type OutsideResponse,
  type Respond,
} from '../../../support/outside-behaviours.ts';
import { startReceiver, type Receiver } from '../delivery/receiver.ts';
import { authorizedUser, publicKeyPem, serviceAccount } from './keys.ts';

type InsertedEvent = JsonObject & { readonly id: string };

export type FakeGoogle = {
  readonly tokens: Receiver;
  readonly calendar: Receiver;
  /** How each answers when it works. */
  readonly respondWithToken: Respond;
  readonly respondWithEvent: Respond;
  /** Has both work from now on, and forgets what they have received. */
  readonly work: () => void;
  /** The credentials that the token endpoint accepts, as JSON. */
  readonly credentials: (type: 'service_account' | 'authorized_user', change?: JsonObject) => string;
  readonly events: Map<string, InsertedEvent>;
  /** The tokens that the calendar accepts. */
  readonly accepted: Set<string>;
  readonly close: () => Promise<void>;
};

/** What Google calls the page of an event. */
export const linkOf = (id: string) => `https://www.google.com/calendar/event?eid=${id}`;

export async function startFakeGoogle(): Promise<FakeGoogle> {
  const tokens = await startReceiver();
  const calendar = await startReceiver();
  const events = new Map<string, InsertedEvent>();
  const accepted = new Set<string>();
  const token_uri = `${tokens.url}/token`;
  let issued = 0;

  const respondWithToken: Respond = ({ body }) => {
    const grant = Object.fromEntries(new URLSearchParams(body));
    const isUser =
      grant['grant_type'] === 'refresh_token' && grant['refresh_token'] === authorizedUser.refresh_token;
    if (!isUser && !isAssertion(grant['assertion'] ?? '', token_uri))
      return json(400, { error: 'invalid_grant' });
    const access_token = `ya29.${(issued += 1)}`;
    accepted.add(access_token);
    return json(200, { access_token, expires_in: 3_599, token_type: 'Bearer' });
  };

  const respondWithEvent: Respond = ({ method, path, headers, body }) => {
    if (!accepted.has(headers.authorization?.replace('Bearer ', '') ?? '')) return apiError(401, 'authError');
    const event = method === 'POST' ? (JSON.parse(body) as InsertedEvent) : undefined;
    const id = event?.id ?? path?.split('?')[0]?.split('/').pop() ?? '';
    if (event === undefined && !events.has(id)) return apiError(404, 'notFound');
    if (event !== undefined && events.has(id)) return apiError(409, 'duplicate');
    if (event !== undefined) events.set(id, event);
    return json(200, { id, htmlLink: linkOf(id) });
  };

  const work = (): void => {
    tokens.behave(outsideBehaviours(respondWithToken).done);
    calendar.behave(outsideBehaviours(respondWithEvent).done);
  };
  work();
  return {
    tokens,
    calendar,
    respondWithToken,
    respondWithEvent,
    work,
    credentials: (type, change) =>
      JSON.stringify({
        ...(type === 'service_account' ? serviceAccount : authorizedUser),
        token_uri,
        ...change,
      }),
    events,
    accepted,
    close: async () => {
      await Promise.all([tokens.close(), calendar.close()]);
    },
  };
}

/** RFC 7523, section 3, as far as this grant goes. */
function isAssertion(assertion: string, audience: string): boolean {
  const [header = '', claims = '', signature = ''] = assertion.split('.');
  const signed = Buffer.from(`${header}.${claims}`);
  if (!verify('sha256', signed, publicKeyPem, Buffer.from(signature, 'base64url'))) return false;
  const payload: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString());
  return field(payload, 'aud') === audience && field(payload, 'iss') === serviceAccount.client_email;
}

function json(status: number, body: unknown): OutsideResponse {
  return {
    status,
    headers: { 'content-type': 'application/json; charset=UTF-8' },
    body: JSON.stringify(body, null, 1),
  };
}

/** An error as Calendar v3 has it: https://developers.google.com/workspace/calendar/api/guides/errors */
export function apiError(code: number, reason: string): OutsideResponse {
  const message = 'words of Google';
  return json(code, { error: { errors: [{ domain: 'global', reason, message }], code, message } });
}
