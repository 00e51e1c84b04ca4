// Repeats a call of an outside system that may succeed a moment later, as long as the time of the invocation allows.
import { setTimeout } from 'node:timers/promises';
import type { Invocation } from '../domain/invocation.ts';
import { sendWithin } from './send.ts';
import { isUnavailable } from './unavailable.ts';

/** Time that the invocation keeps after the call to record its outcome, and to answer. */
export const recordReserveMs = 2_500;
export const defaultMaxAttempts = 3;
const firstPauseMs = 200;

/** What one attempt came to. */
export type AttemptResult<Value> = {
  readonly value: Value;
  /** Whether another attempt may come to something else. */
  readonly mayPass: boolean;
  /** When the outside system asked to be called again. */
  readonly retryAfterSeconds?: number | undefined;
};

/**
 * @param attemptOnce is never called once only the reserve is left, and its signal is aborted then
 * @returns the value of the last attempt
 * @throws whatever the last attempt threw; an attempt that throws what `isUnavailable` does not know is the last
 */
export async function repeatAttempts<Value>(
  invocation: Invocation,
  maxAttempts: number,
  attemptOnce: (signal: AbortSignal) => Promise<AttemptResult<Value>>,
): Promise<Value> {
  return await sendWithin(invocation, recordReserveMs, async ({ abortSignal }) => {
    for (let attempt = 1; ; attempt += 1) {
      let pauseMs = firstPauseMs * 2 ** (attempt - 1);
      // After a pause there must be as much time left for the attempt itself.
      const isLast = () => attempt >= maxAttempts || pauseMs * 2 > invocation.remainingMs() - recordReserveMs;
      try {
        const { value, mayPass, retryAfterSeconds } = await attemptOnce(abortSignal);
        if (retryAfterSeconds !== undefined) pauseMs = retryAfterSeconds * 1000;
        if (!mayPass || isLast()) return value;
      } catch (error) {
        if (!isUnavailable(error) || abortSignal.aborted || isLast()) throw error;
      }
      await setTimeout(pauseMs, undefined, { signal: abortSignal });
    }
  });
}
