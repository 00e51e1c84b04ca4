// A runtime of the client whose time passes only by pauses and by timers that a test lets expire.
import { ambientRuntime, type ClientRuntime } from '../../../lib/client/runtime.ts';

export const startMs = Date.parse('2031-04-01T09:30:00.000Z');

export type FakeRuntime = ClientRuntime & {
  /** The pauses between tries, in milliseconds. */
  readonly pauses: number[];
  /** The time limits of the tries. */
  readonly limits: number[];
  /** The timers that run. */
  readonly timers: Set<() => void>;
  /** Lets the time limit of the running try expire. */
  readonly expire: () => void;
  /** Lets time pass. */
  readonly advance: (ms: number) => void;
};

/** @param overrides replaces parts of it; by default every random number is 0.5, and pauses take no real time */
export function fakeRuntime(overrides: Partial<ClientRuntime> = {}): FakeRuntime {
  let passedMs = 0;
  const timers = new Set<() => void>();
  const pauses: number[] = [];
  const limits: number[] = [];
  const advance = (ms: number): void => {
    passedMs += ms;
  };
  return {
    ...ambientRuntime,
    epochMs: () => startMs + passedMs,
    monotonicMs: () => passedMs,
    random: () => 0.5,
    startTimer: (callback, delayMs) => {
      const expire = (): void => {
        passedMs += delayMs;
        callback();
      };
      limits.push(delayMs);
      timers.add(expire);
      return () => timers.delete(expire);
    },
    sleep: async (delayMs, signal) => {
      pauses.push(delayMs);
      signal?.throwIfAborted();
      passedMs += delayMs;
      await Promise.resolve();
    },
    ...overrides,
    pauses,
    limits,
    timers,
    expire: () => timers.forEach((expire) => expire()),
    advance,
  };
}
