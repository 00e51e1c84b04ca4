// Owns: which log lines belong to one run of the function, and what called it: a caller, or the schedule of a reminder.
// Leaves how each went to attempts.ts and deliveries.ts.
import { asAttempt, outcomes } from './attempts.ts';
import type { Attempt } from './attempts.ts';
import { asDelivery, isReminderLine } from './deliveries.ts';
import type { DeliveryTry } from './deliveries.ts';
import type { LogLine } from './lines.ts';

/** A line that belongs to no run, such as a notice of the local server. */
export interface Event {
  readonly atMs: number;
  readonly line: LogLine;
}

export interface Groups {
  readonly attempts: readonly Attempt[];
  readonly deliveries: readonly DeliveryTry[];
  readonly events: readonly Event[];
}

// A run ends within the function's 10 s. Lambda repeats a failed one a minute after it, under the same request id.
const longestRunMs = 30_000;

/** The lines, in the order of time, as attempts of callers, as tries to deliver, and as events beside them. */
export function groupLines(lines: readonly LogLine[]): Groups {
  const runs: LogLine[][] = [];
  const open = new Map<string, LogLine[]>();
  const events: Event[] = [];
  for (const line of lines) {
    if (line.requestId === undefined) {
      // A laptop delivers by itself what version 1.0.0 scheduled.
      if (isReminderLine(line)) runs.push([line]);
      else events.push({ atMs: line.atMs, line });
      continue;
    }
    const current = open.get(line.requestId);
    if (current === undefined || isComplete(current, line)) {
      const run = [line];
      runs.push(run);
      open.set(line.requestId, run);
    } else {
      current.push(line);
    }
  }
  const [attempts, deliveries] = [false, true].map((isDelivery) =>
    runs.filter((run) => run.some(isReminderLine) === isDelivery),
  ) as [LogLine[][], LogLine[][]];
  return { attempts: attempts.map(asAttempt), deliveries: deliveries.map(asDelivery), events };
}

// A request id that comes back (Lambda repeats a delivery under its own, some gateways for laptops theirs) begins another run.
function isComplete(run: readonly LogLine[], next: LogLine): boolean {
  const has = (...messages: readonly string[]): boolean =>
    run.some(({ message }) => messages.includes(message));
  if (next.message === 'REQUEST_RECEIVED') {
    return has(next.message) || run.some((line) => outcomes.has(line.message) || isReminderLine(line));
  }
  if (run.some(isReminderLine)) {
    const isLate = next.atMs - (run[0]?.atMs ?? 0) > longestRunMs;
    return isLate || has('REMINDER_FAILED', next.message);
  }
  if (isReminderLine(next)) return has('REQUEST_RECEIVED');
  return outcomes.has(next.message) && run.some((line) => outcomes.has(line.message));
}
