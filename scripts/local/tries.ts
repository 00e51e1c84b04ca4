// Tries a schedule's target at its time, and after each failure again until it succeeds. AWS has Lambda's retries and a
// dead-letter queue here; on a developer's machine nobody reads a queue, and the developer can repair the cause.

import { Cron } from 'croner';
import type { LocalSchedule } from './schedule.ts';

export type Tries = {
  /** Tries `schedule` at its time, or at once when that has passed. */
  add(schedule: LocalSchedule): void;
  /** Stops the timers and waits for the tries that are running. */
  stop(): Promise<void>;
};

const firstRetryMs = 1_000;
const maxRetryMs = 60_000;
// After a long stop many are due at once: more of them in parallel would exceed the time limit of the one function.
const maxAtOnce = 8;

/** @param attempt tries the target once, and gives whether it succeeded; a rejection is a failure */
export function createTries(attempt: (schedule: LocalSchedule) => Promise<boolean>): Tries {
  const timers = new Map<LocalSchedule, { stop(): void }>();
  const due: { readonly schedule: LocalSchedule; readonly failures: number }[] = [];
  const running = new Set<Promise<void>>();
  let stopped = false;

  const startNext = (): void => {
    while (!stopped && running.size < maxAtOnce) {
      const first = due.shift();
      if (first === undefined) return;
      const { schedule, failures } = first;
      const run = attempt(schedule)
        .catch(() => false)
        .then((succeeded) => {
          running.delete(run);
          if (!succeeded) retry(schedule, failures + 1);
          startNext();
        });
      running.add(run);
    }
  };
  const begin = (schedule: LocalSchedule, failures: number): void => {
    timers.delete(schedule);
    due.push({ schedule, failures });
    startNext();
  };
  const retry = (schedule: LocalSchedule, failures: number): void => {
    if (stopped) return;
    const waitMs = Math.min(maxRetryMs, firstRetryMs * 2 ** (failures - 1));
    const timer = setTimeout(begin, waitMs, schedule, failures);
    timers.set(schedule, { stop: () => clearTimeout(timer) });
  };

  return {
    add: (schedule) => {
      if (stopped) return;
      if (schedule.at <= Date.now()) return begin(schedule, 0);
      // croner waits in steps: a month is not too long, and after a sleep of the machine the time is still right.
      timers.set(schedule, new Cron(new Date(schedule.at), () => begin(schedule, 0)));
    },
    stop: async () => {
      stopped = true;
      for (const timer of timers.values()) timer.stop();
      await Promise.all(running);
    },
  };
}
