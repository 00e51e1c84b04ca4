// Puts one calendar object into a collection, unless it is there, and says what each answer means (schemas/README.md, Adapters).
import type { EffectResult } from '../../domain/effect.ts';
import type { Invocation } from '../../domain/invocation.ts';
import { callHttp, unavailable, type HttpAnswer } from '../http-call.ts';
import { callWithSecret, type Secret } from '../secret.ts';
import { toUnavailable } from '../unavailable.ts';

export type CalendarObject = { readonly uid: string; readonly url: string; readonly text: string };

export type BasicAuthentication = { readonly username: string; readonly password: Secret };

export async function putObject(
  object: CalendarObject,
  authentication: BasicAuthentication | undefined,
  invocation: Invocation,
): Promise<EffectResult> {
  try {
    return authentication === undefined
      ? await putAs({}, object, invocation)
      : await callWithSecret(
          authentication.password,
          invocation,
          async (password) =>
            await putAs(basicAuthorization(authentication.username, password), object, invocation),
          (result) => result.kind === 'unavailable' && result.cause === refusedCause,
        );
  } catch (error) {
    return toUnavailable(error);
  }
}

type Authorization = { readonly authorization?: string };

/** RFC 7617, in UTF-8. */
function basicAuthorization(username: string, password: string): Authorization {
  return { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` };
}

async function putAs(
  authorization: Authorization,
  { uid, url, text }: CalendarObject,
  invocation: Invocation,
): Promise<EffectResult> {
  const headers = {
    ...authorization,
    'content-type': 'text/calendar; charset=utf-8',
    'if-none-match': '*',
  };
  const answer = await callHttp({ method: 'PUT', url, headers, body: text }, invocation);
  const done: EffectResult = { kind: 'done', external: { id: uid, url } };
  switch (answer.status) {
    case 201:
    case 204:
    // Its URL, and with it the effect key, is taken: by an earlier try.
    case 412:
      return done;
    case 400: {
      // Older versions of Nextcloud say so of an object that is there (nextcloud/server, issue 61640).
      const found = await callHttp({ method: 'GET', url, headers: authorization }, invocation);
      if (found.status === 200) return done;
      return found.status === 404 || found.status === 410 ? rejected(answer) : unavailable(found);
    }
    case 403:
    case 409:
      // The UID comes from the effect key: an earlier try made it. Some servers look for the UID before they look at the URL.
      if (violates(answer, 'no-uid-conflict')) return done;
      return answer.status === 403 && violates(answer, 'valid-calendar-data')
        ? rejected(answer)
        : unavailable(answer);
    case 413:
    case 415:
    case 422:
      return rejected(answer);
    default:
      return unavailable(answer);
  }
}

const refusedCause = 'HTTP 401';

function rejected({ status }: HttpAnswer): EffectResult {
  return { kind: 'rejected', cause: `HTTP ${status}` };
}

/** Whether the body has the XML element of this precondition: RFC 4791, sections 1.3 and 5.3.2.1. */
function violates({ text }: HttpAnswer, precondition: string): boolean {
  return new RegExp(String.raw`<([\w.-]+:)?${precondition}[\s/>]`).test(text);
}
