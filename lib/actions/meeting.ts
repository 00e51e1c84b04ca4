// meeting: a title, participants, and a window of time.
import { failure } from '../domain/failure.ts';
import { compareInstants, formatInstant } from '../time/instant.ts';
import { hasOffset } from '../time/resolve.ts';
import { resolveTimes } from './resolve-times.ts';
import type { Action } from './plan.ts';

export const meeting: Action<'meeting'> = async ({ start_time, end_time, timezone }, { defaultTimezone }) => {
  const times = await resolveTimes({ start_time, end_time }, timezone, defaultTimezone);
  if (times.kind === 'refused') return times;
  const { start_time: start, end_time: end } = times.instants;
  if (compareInstants(end, start) <= 0) {
    const byZone = !hasOffset(start_time) || !hasOffset(end_time);
    return {
      kind: 'refused',
      failure: failure('invalid_meeting_window'),
      ...(byZone && { onlyIfFirst: true }),
    };
  }
  return {
    kind: 'create',
    fields: { start_at: formatInstant(start), end_at: formatInstant(end) },
  };
};
