// The secrets of adapters: literal, or a parameter of AWS Systems Manager Parameter Store. Decides how long a value is kept and when
// the parameter is read anew; parameter-store.ts reads it.
import type { Invocation } from '../domain/invocation.ts';
import { recordReserveMs } from './attempts.ts';
import { createParameterReader } from './parameter-store.ts';
import { sendWithin } from './send.ts';
import { shareCall } from './share-call.ts';
import { isUnavailable } from './unavailable.ts';

export type Secret = {
  /**
   * Its value. A parameter is read at first use and kept for five minutes. If it cannot be read again, the kept value stays in use:
   * it is most likely still valid, and a failure of Parameter Store must not stop what the outside system would accept.
   *
   * @param signal ends the wait of this caller; the request goes on while another caller waits for it
   * @param nowMs milliseconds since the epoch
   * @param refused the value that the outside system has just refused: the parameter is read anew, unless that has been done since
   * or in the last 30 seconds. If the refused value is returned again, another attempt with it is useless
   * @throws an error for which `isUnavailable` is true, if the parameter cannot be read and has not been read before
   */
  read(signal: AbortSignal, nowMs: number, refused?: string): Promise<string>;
};

const parameterPrefix = 'ssm:';
const keepMs = 300_000;
/** How long a caller waits for a new value before it uses the kept one. */
const maxRenewalMs = 2_000;
/** Between two renewals, so that neither many refusals nor a failure of Parameter Store makes many requests. */
const minRenewalIntervalMs = 30_000;

/** The name of the parameter that holds the secret, with its first slash; `undefined` if the secret is literal. */
export function parameterName(configured: string): string | undefined {
  return configured.startsWith(`${parameterPrefix}/`) ? configured.slice(parameterPrefix.length) : undefined;
}

/**
 * @param configured the value, or `ssm:` and the name of the parameter that holds it
 * @param ssmEndpoint of Systems Manager, if not where the environment says or where the region has it
 */
export function createSecret(configured: string, ssmEndpoint?: string): Secret {
  const name = parameterName(configured);
  return name === undefined
    ? { read: () => Promise.resolve(configured) }
    : createKeptSecret(createParameterReader(name, ssmEndpoint));
}

function createKeptSecret(readParameter: (signal: AbortSignal) => Promise<string>): Secret {
  const readOnce = shareCall(readParameter);
  let kept: { readonly value: string; readonly readAtMs: number } | undefined;
  let renewedAtMs = -Infinity;

  async function readNow(signal: AbortSignal, nowMs: number): Promise<string> {
    const value = await readOnce(signal);
    kept = { value, readAtMs: nowMs };
    return value;
  }

  return {
    async read(signal, nowMs, refused) {
      if (kept === undefined) return await readNow(signal, nowMs);
      const { value, readAtMs } = kept;
      const isUsable = value !== refused && nowMs - readAtMs < keepMs;
      if (isUsable || nowMs - renewedAtMs < minRenewalIntervalMs) return value;
      try {
        return await readNow(AbortSignal.any([signal, AbortSignal.timeout(maxRenewalMs)]), nowMs);
      } catch (error) {
        if (!isUnavailable(error)) throw error;
        // The outside system decides whether the kept value is still good, and its answer is logged.
        return kept.value;
      } finally {
        // A caller that had no time left has learned nothing.
        if (!signal.aborted) renewedAtMs = nowMs;
      }
    },
  };
}

/**
 * Calls an outside system with a secret. If the secret is refused it is read anew, and the call made once more if it has changed.
 *
 * @throws what the call throws, or an error for which `isUnavailable` is true, if the secret cannot be read in time
 */
export async function callWithSecret<Answer>(
  secret: Secret,
  invocation: Invocation,
  call: (value: string) => Promise<Answer>,
  isRefused: (answer: Answer) => boolean,
): Promise<Answer> {
  const read = async (refused?: string) =>
    await sendWithin(
      invocation,
      recordReserveMs,
      async ({ abortSignal }) => await secret.read(abortSignal, invocation.nowMs, refused),
    );
  const value = await read();
  const answer = await call(value);
  if (!isRefused(answer)) return answer;
  const renewed = await read(value);
  return renewed === value ? answer : await call(renewed);
}
