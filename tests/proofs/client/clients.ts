// Clients whose time does not depend on the machine: the time limit of a try expires when the try is known to hang, and pauses are cut.
// How long they wait, and for what, is tested in tests/lib/client.
import { createClientWith, type Client } from '../../../lib/client/client.ts';
import { ambientRuntime, type ClientRuntime } from '../../../lib/client/runtime.ts';
import { maxAttempts } from './sizes.ts';

/** Names the call that a try belongs to. */
export const callHeader = 'x-call';

/** The time limits of the tries that are being made, by the call that they belong to. */
export type TryTimers = {
  readonly expire: (call: string) => void;
  readonly startTimerOf: (call: string) => ClientRuntime['startTimer'];
};

/** A try that hangs unexpectedly ends all the same, and the call has time for the others. */
const timeoutMs = 60_000;
const deadlineMs = 600_000;
const pausesAreCutBy = 10;

export function openTimers(): TryTimers {
  const timers = new Map<string, () => void>();
  return {
    expire: (call) => timers.get(call)?.(),
    startTimerOf: (call) => (callback, delayMs) => {
      const stop = ambientRuntime.startTimer(callback, delayMs);
      timers.set(call, callback);
      return () => {
        stop();
        timers.delete(call);
      };
    },
  };
}

/** @returns creates the client of one call */
export function createClients(url: string, random: () => number, { startTimerOf }: TryTimers): () => Client {
  let count = 0;
  return () => {
    const call = String((count += 1));
    const runtime: ClientRuntime = {
      ...ambientRuntime,
      random,
      startTimer: startTimerOf(call),
      sleep: async (delayMs, signal) => await ambientRuntime.sleep(delayMs / pausesAreCutBy, signal),
      fetch: async (target, init) => {
        const headers = new Headers(init.headers);
        headers.set(callHeader, call);
        return await ambientRuntime.fetch(target, { ...init, headers });
      },
    };
    return createClientWith(runtime, { url, maxAttempts, timeoutMs, deadlineMs });
  };
}
