// Ends work when its time is up or when the caller gives up, whether or not the work heeds its signal.
import type { ClientRuntime } from './runtime.ts';

/**
 * @param work is given a signal that is aborted when it has to end
 * @throws what `work` throws, a `TimeoutError` after `timeoutMs`, or the reason of `signal`
 */
export async function runWithin<Value>(
  startTimer: ClientRuntime['startTimer'],
  timeoutMs: number,
  signal: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  signal?.throwIfAborted();
  const controller = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    controller.signal.addEventListener('abort', () => reject(controller.signal.reason as Error));
  });
  const giveUp = (): void => controller.abort(signal?.reason);
  const timeOut = (): void =>
    controller.abort(new DOMException(`no answer within ${timeoutMs} ms`, 'TimeoutError'));
  signal?.addEventListener('abort', giveUp);
  const stopTimer = startTimer(timeOut, timeoutMs);
  try {
    return await Promise.race([work(controller.signal), ended]);
  } finally {
    stopTimer();
    signal?.removeEventListener('abort', giveUp);
  }
}
