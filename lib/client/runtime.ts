// What the client needs of the machine that it runs on: clocks, timers, random values and the network. The only file that reads them;
// tests pass in their own.

export type ClientRuntime = {
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Milliseconds since 1970. */
  readonly epochMs: () => number;
  /** Milliseconds since some instant, by a clock that is never set. */
  readonly monotonicMs: () => number;
  /** At least 0 and below 1. */
  readonly random: () => number;
  readonly randomBytes: (count: number) => Uint8Array;
  /** @returns a function that stops the timer */
  readonly startTimer: (callback: () => void, delayMs: number) => () => void;
  /** Rejects with the signal's reason as soon as it is aborted. */
  readonly sleep: (delayMs: number, signal: AbortSignal | undefined) => Promise<void>;
};

/** The runtime's own: looked up at each use, so that what replaces a global is used. */
export const ambientRuntime: ClientRuntime = {
  fetch: (url, init) => globalThis.fetch(url, init),
  epochMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  random: () => Math.random(),
  randomBytes: (count) => crypto.getRandomValues(new Uint8Array(count)),
  startTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
  sleep: async (delayMs, signal) => {
    signal?.throwIfAborted();
    await new Promise<void>((resolve, reject) => {
      const wakeUp = (): void => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const timer = setTimeout(wakeUp, delayMs);
      const giveUp = (): void => {
        clearTimeout(timer);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', giveUp);
    });
  },
};
