// Meetings in a calendar of Google: one events.insert under an id from the effect key, so that a second one finds the first one's event
// (https://developers.google.com/workspace/calendar/api/v3/reference/events/insert).
import type { EffectResult, External } from '../../domain/effect.ts';
import type { Invocation } from '../../domain/invocation.ts';
import { field, parseIfJson } from '../../domain/json.ts';
import type { OutsideAdapter } from '../../ports/adapter.ts';
import { findAttendeeBreaches } from '../attendees.ts';
import { callHttp, unavailable } from '../http-call.ts';
import type { HttpAnswer, HttpLimits, HttpCall } from '../http-call.ts';
import { isUnavailable, toUnavailable, type Unavailable } from '../unavailable.ts';
import { toEvent } from './event.ts';
import { causeOf } from './reasons.ts';
import type { Access } from './token-request.ts';
import type { Tokens } from './tokens.ts';

export type GoogleCalendar = {
  /** Where the API is, without the path of Calendar v3. */
  readonly apiUrl: string;
  readonly calendarId: string;
  /** Who gets an e-mail from Google about a new event. */
  readonly sendUpdates: string;
};

/** All that is read of an answer; the whole event may be longer than what is read of a body. */
const answerFields = 'id,htmlLink';
/** The caller does not wait longer for the link of an event that is there. */
const linkLimits: HttpLimits = { maxAttempts: 1, attemptTimeoutMs: 2_000 };

export function createGoogleCalendar(calendar: GoogleCalendar, tokens: Tokens): OutsideAdapter<'meeting'> {
  const { apiUrl, calendarId, sendUpdates } = calendar;
  const eventsUrl = `${apiUrl.replace(/\/$/, '')}/calendar/v3/calendars/${encodeURIComponent(calendarId)}/events`;

  /** A token may be refused before it runs out: then once more with a new one. */
  async function call(
    request: HttpCall,
    invocation: Invocation,
    limits?: HttpLimits,
  ): Promise<HttpAnswer | Unavailable> {
    const authorize = ({ headers }: Access) => ({ ...request, headers: { ...request.headers, ...headers } });
    const access = await tokens.read(invocation);
    if (access.kind === 'unavailable') return access;
    const answer = await callHttp(authorize(access), invocation, limits);
    if (answer.status !== 401) return answer;
    const renewed = await tokens.read(invocation, access);
    return renewed.kind === 'unavailable' ? renewed : await callHttp(authorize(renewed), invocation, limits);
  }

  /** What an event that is there is called. It is there, whatever this answer: without one, it has no link. */
  async function findExternal(id: string, invocation: Invocation): Promise<External> {
    const url = `${eventsUrl}/${id}?${String(new URLSearchParams({ fields: answerFields }))}`;
    try {
      const answer = await call({ method: 'GET', url, headers: {} }, invocation, linkLimits);
      return ('status' in answer && readExternal(answer, id)) || { id };
    } catch (error) {
      if (!isUnavailable(error)) throw error;
      return { id };
    }
  }

  async function insert(
    effect: Parameters<typeof toEvent>[0],
    invocation: Invocation,
  ): Promise<EffectResult> {
    const event = toEvent(effect);
    const answer = await call(
      {
        method: 'POST',
        url: `${eventsUrl}?${String(new URLSearchParams({ sendUpdates, fields: answerFields }))}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(event),
      },
      invocation,
    );
    if ('kind' in answer) return answer;
    switch (answer.status) {
      case 200: {
        const external = readExternal(answer, event.id);
        return external === undefined
          ? { kind: 'unavailable', cause: 'UnreadableAnswer' }
          : { kind: 'done', external };
      }
      case 409:
        // There from an earlier try. Google keeps an id taken when its event is deleted.
        return { kind: 'done', external: await findExternal(event.id, invocation) };
      case 400:
      case 413:
        return { kind: 'rejected', cause: causeOf(answer) };
      default:
        return { ...unavailable(answer), cause: causeOf(answer) };
    }
  }

  return {
    kind: 'outside',
    name: 'google',
    findBreaches: ({ participants }) => findAttendeeBreaches(participants),
    perform: async (effect, invocation) => {
      try {
        return await insert(effect, invocation);
      } catch (error) {
        return toUnavailable(error);
      }
    },
  };
}

/** @returns `undefined` if it is not the event with this id */
function readExternal({ status, text }: HttpAnswer, id: string): External | undefined {
  const event = parseIfJson(text);
  if (status !== 200 || field(event, 'id') !== id) return undefined;
  const url = field(event, 'htmlLink');
  return { id, ...(typeof url === 'string' && url.startsWith('https://') && { url }) };
}
