// Tries a schedule's target at its time, and after each failure again until it succeeds. AWS has Lambda's retries and a
// dead-letter queue here; on a developer's machine nobody reads a queue, and the developer can repair the cause.

import { Cron } from 'croner';
import { promise as createQueue } from 'fastq';
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
  const timers = new Map<LocalSchedule, Cron>();
  const queue = createQueue<unknown, LocalSchedule, boolean>(attempt, maxAtOnce);
  let stopped = false;

  function tryAt(at: number, schedule: LocalSchedule, failures: number): void {
    if (stopped) return;
    const retry = (): void => {
      const waitMs = Math.min(maxRetryMs, firstRetryMs * 2 ** failures);
      tryAt(Date.now() + waitMs, schedule, failures + 1);
    };
    const begin = (): void => {
      timers.delete(schedule);
      queue.push(schedule).then((succeeded) => succeeded || retry(), retry);
    };
    // croner waits in steps: a month is not too long, and after a sleep of the machine the time is still right.
    if (at <= Date.now()) begin();
    else timers.set(schedule, new Cron(new Date(at), begin));
  }

  return {
    add: (schedule) => tryAt(schedule.at, schedule, 0),
    stop: async () => {
      stopped = true;
      for (const timer of timers.values()) timer.stop();
      queue.kill();
      await queue.drained();
    },
  };
}
