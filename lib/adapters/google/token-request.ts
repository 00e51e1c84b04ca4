// One request to the token endpoint: https://developers.google.com/identity/protocols/oauth2/service-account and RFC 6749, section 6.
import { field, parseIfJson } from '../../domain/json.ts';
import type { Invocation } from '../../domain/invocation.ts';
import { callHttp, unavailable, type HttpAnswer } from '../http-call.ts';
import type { Unavailable } from '../unavailable.ts';
import { readCredentials } from './credentials.ts';
import { causeOf } from './reasons.ts';

/** The headers that authorize a call. */
export type Access = { readonly kind: 'granted'; readonly headers: Readonly<Record<string, string>> };

export type TokenAnswer =
  | { readonly kind: 'granted'; readonly access: Access; readonly lifetimeMs: number }
  /** `refused`: other credentials may be accepted. */
  | { readonly kind: 'refused' | 'failed'; readonly result: Unavailable };

/**
 * @param credentials their JSON
 * @param subject the user to act for
 * @throws InvalidGoogleCredentials, or what `callHttp` throws
 */
export async function requestToken(
  credentials: string,
  subject: string | undefined,
  invocation: Invocation,
): Promise<TokenAnswer> {
  const { tokenUrl, quotaProject, toGrant } = readCredentials(credentials, subject);
  const request = {
    method: 'POST',
    url: tokenUrl,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams(toGrant(invocation.nowMs))),
  };
  const answer = await callHttp(request, invocation);
  if (answer.status !== 200) {
    const kind = [400, 401, 403].includes(answer.status) ? 'refused' : 'failed';
    return { kind, result: { ...unavailable(answer), cause: `token: ${causeOf(answer)}` } };
  }
  const token = readToken(answer);
  if (token === undefined) {
    return { kind: 'failed', result: { kind: 'unavailable', cause: 'token: UnreadableAnswer' } };
  }
  // Without it a user's calls are counted for the project of the program that the user signed in with, which may have none.
  const counted = quotaProject === undefined ? {} : { 'x-goog-user-project': quotaProject };
  const headers = { authorization: `Bearer ${token.value}`, ...counted };
  return { kind: 'granted', access: { kind: 'granted', headers }, lifetimeMs: token.lifetimeMs };
}

function readToken({
  text,
}: HttpAnswer): { readonly value: string; readonly lifetimeMs: number } | undefined {
  const answer = parseIfJson(text);
  const value = field(answer, 'access_token');
  const seconds = field(answer, 'expires_in');
  // RFC 6750, section 2.1: what a header can carry.
  if (typeof value !== 'string' || !/^[\w.~+/-]+=*$/.test(value)) return undefined;
  return { value, lifetimeMs: typeof seconds === 'number' ? seconds * 1000 : 0 };
}
