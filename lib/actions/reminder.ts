// reminder: a message that rings once, at its time.
import { failure } from '../contract/failure.ts';
import { compareInstants, formatInstant } from '../time/instant.ts';
import { checkTimes } from './check-times.ts';
import type { Action } from './plan.ts';

export const reminder: Action<'reminder'> = async ({ message, time, timezone }, circumstances) => {
  const { id, traceId, now, defaultTimezone } = circumstances;
  const times = await checkTimes({ time }, timezone, defaultTimezone);
  if (times.kind === 'refused') return times;
  const due = times.instants.time;
  const dueAt = formatInstant(due);
  return {
    kind: 'effect',
    additions: { due_at: dueAt },
    effect: { kind: 'reminder', reminderId: id, traceId, message, due, dueAt },
    ...(compareInstants(due, now) <= 0 && { refusalIfNew: failure('reminder_time_in_past') }),
  };
};
