// The access token of the adapter: kept until it runs out, renewed when it is refused, asked for once by all who wait for it.
import type { Invocation } from '../../domain/invocation.ts';
import { recordReserveMs } from '../attempts.ts';
import type { Secret } from '../secret.ts';
import { sendWithin } from '../send.ts';
import { waitUntilAborted } from '../share-call.ts';
import type { Unavailable } from '../unavailable.ts';
import { requestToken, type Access, type TokenAnswer } from './token-request.ts';

export type Tokens = {
  /**
   * @param refused what Google has just refused, and what is not returned again
   * @throws an error for which `isUnavailable` is true, if the credentials cannot be read or the endpoint does not answer in time
   */
  read(invocation: Invocation, refused?: Access): Promise<Access | Unavailable>;
};

/** A token is not used so shortly before its end that it could run out on the way. */
const marginMs = 60_000;

/** @param subject the user to act for */
export function createTokens(secret: Secret, subject: string | undefined): Tokens {
  let kept: { readonly access: Access; readonly credentials: string; readonly endMs: number } | undefined;
  /** The requests on their way, by their credentials. */
  const pending = new Map<string, Promise<TokenAnswer>>();

  async function renew(credentials: string, invocation: Invocation): Promise<TokenAnswer> {
    const answer = await requestToken(credentials, subject, invocation);
    if (answer.kind === 'granted') {
      kept = { access: answer.access, credentials, endMs: invocation.nowMs + answer.lifetimeMs - marginMs };
    }
    return answer;
  }

  async function ask(credentials: string, invocation: Invocation, signal: AbortSignal): Promise<TokenAnswer> {
    signal.throwIfAborted();
    let request = pending.get(credentials);
    if (request === undefined) {
      request = renew(credentials, invocation).finally(() => pending.delete(credentials));
      pending.set(credentials, request);
    }
    // It may be another invocation's, which has more time left than this one.
    return await waitUntilAborted(request, signal);
  }

  return {
    read: async (invocation, refused) =>
      await sendWithin(invocation, recordReserveMs, async ({ abortSignal }) => {
        const credentials = await secret.read(abortSignal, invocation.nowMs);
        const last = kept;
        const isCurrent =
          last?.credentials === credentials && invocation.nowMs < last.endMs && last.access !== refused;
        if (isCurrent) return last.access;
        let answer = await ask(credentials, invocation, abortSignal);
        if (answer.kind === 'refused') {
          const renewed = await secret.read(abortSignal, invocation.nowMs, credentials);
          if (renewed !== credentials) answer = await ask(renewed, invocation, abortSignal);
        }
        return answer.kind === 'granted' ? answer.access : answer.result;
      }),
  };
}
