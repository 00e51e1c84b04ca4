// reminder: a message and the instant at which it is due.
import { failure } from '../domain/failure.ts';
import { compareInstants, formatInstant, type Instant } from '../time/instant.ts';
import { resolveTimes } from './resolve-times.ts';
import type { Action } from './plan.ts';

/** A request may come this long after its time and still be delivered, because callers drop the seconds. */
const maxLateSeconds = 60;

export const reminder: Action<'reminder'> = async ({ time, timezone }, { now, defaultTimezone }) => {
  const times = await resolveTimes({ time }, timezone, defaultTimezone);
  if (times.kind === 'refused') return times;
  const due = times.instants.time;
  return {
    kind: 'create',
    fields: { due_at: formatInstant(due) },
    due,
    ...(isPast(due, now) && { rejectIfFirst: failure('reminder_time_in_past') }),
  };
};

function isPast(due: Instant, { epochSeconds, nanoseconds }: Instant): boolean {
  return compareInstants(due, { epochSeconds: epochSeconds - maxLateSeconds, nanoseconds }) < 0;
}
