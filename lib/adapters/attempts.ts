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

type AttemptOnce<Value> = (signal: AbortSignal) => Promise<AttemptResult<Value>>;

/**
 * @param attemptOnce is never called once only the reserve is left, and its signal is aborted then
 * @returns the value of the last attempt
 * @throws whatever the last attempt threw; an attempt that throws what `isUnavailable` does not know is the last
 */
export async function repeatAttempts<Value>(
  invocation: Invocation,
  maxAttempts: number,
  attemptOnce: AttemptOnce<Value>,
): Promise<Value> {
  const leftMs = () => invocation.remainingMs() - recordReserveMs;
  return await sendWithin(
    invocation,
    recordReserveMs,
    async ({ abortSignal: signal }) => await repeatWithin({ signal, leftMs }, maxAttempts, attemptOnce),
  );
}

/** The time that a call has which does not belong to one invocation. `signal` is aborted when it is up. */
export type TimeFrame = { readonly signal: AbortSignal; readonly leftMs: () => number };

/** The same within another time. */
export async function repeatWithin<Value>(
  { signal, leftMs }: TimeFrame,
  maxAttempts: number,
  attemptOnce: AttemptOnce<Value>,
): Promise<Value> {
  for (let attempt = 1; ; attempt += 1) {
    let pauseMs = firstPauseMs * 2 ** (attempt - 1);
    // After a pause there must be as much time left for the attempt itself.
    const isLast = () => attempt >= maxAttempts || pauseMs * 2 > leftMs();
    try {
      const { value, mayPass, retryAfterSeconds } = await attemptOnce(signal);
      if (retryAfterSeconds !== undefined) pauseMs = retryAfterSeconds * 1000;
      if (!mayPass || isLast()) return value;
    } catch (error) {
      if (!isUnavailable(error) || signal.aborted || isLast()) throw error;
    }
    await setTimeout(pauseMs, undefined, { signal });
  }
}
