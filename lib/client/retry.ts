// Repeats a try until it brings an outcome that another would not change, or until attempts or time have run out.
import { NoOutcomeError } from './errors.ts';
import type { ActionType } from './generated/contract.ts';
import type { ClientSettings } from './options.ts';
import type { ExecutionOutcome } from './outcome.ts';
import { choosePauseMs } from './pause.ts';
import type { ClientRuntime } from './runtime.ts';
import { runWithin } from './time-limit.ts';
import type { TryResult } from './try-once.ts';

/**
 * @param signal ends a try and a pause at once
 * @returns what the last try was answered, which may be a failure that is retryable
 * @throws NoOutcomeError if the last try was not answered by the service, or if `signal` is aborted
 */
export async function repeatTries<Type extends ActionType>(
  traceId: string,
  { maxAttempts, timeoutMs, deadlineMs }: ClientSettings,
  runtime: ClientRuntime,
  signal: AbortSignal | undefined,
  tryOnce: (signal: AbortSignal) => Promise<TryResult<Type>>,
): Promise<ExecutionOutcome<Type>> {
  const startedMs = runtime.monotonicMs();
  const leftMs = (): number => deadlineMs - (runtime.monotonicMs() - startedMs);
  const throwIfAborted = (attempts: number): void => {
    if (signal?.aborted === true) throw new NoOutcomeError(traceId, attempts, signal.reason);
  };

  throwIfAborted(0);
  for (let attempts = 1; ; attempts += 1) {
    const tryTimeoutMs = Math.min(timeoutMs, Math.ceil(leftMs()));
    const result = await runWithin(runtime.startTimer, tryTimeoutMs, signal, tryOnce).catch(
      (error: unknown): TryResult<Type> => ({ cause: error, mayRetry: true, retryAfterMs: 0 }),
    );
    const finish = (): ExecutionOutcome<Type> => {
      if (result.answer !== undefined) return { ...result.answer, traceId, attempts };
      throw new NoOutcomeError(traceId, attempts, result.cause);
    };
    const pauseMs = choosePauseMs(attempts, result.retryAfterMs, runtime.random());
    if (!result.mayRetry || attempts >= maxAttempts || pauseMs >= leftMs()) return finish();
    await runtime.sleep(pauseMs, signal).catch(() => throwIfAborted(attempts));
    // The machine may have slept longer than it was asked to.
    if (leftMs() <= 0) return finish();
  }
}
