// Owns what happens when a reminder is due on a laptop: a line in the log, and one that the person sees.

import { styleText } from 'node:util';
import type { Logs } from './logs.ts';
import { withoutControls } from './pretty.ts';
import type { Schedule } from './schedule.ts';
import { isRecord } from './template.ts';

// `due_at` is without the fraction of its second, and a second is what ringing may take: more than both is late.
const lateAfterMs = 2_000;

/** Rings `schedule`, whose input is the message of schemas/reminder-due.schema.json. */
export function ring(schedule: Schedule, now: number, logs: Logs, terminal: NodeJS.WriteStream): void {
  const reminder = readInput(schedule.input);
  const late = now - dueAt(reminder, schedule) > lateAfterMs;
  // The log never carries the reminder's text; the terminal is its owner's own.
  logs.write({
    level: 'INFO',
    message: 'REMINDER_DUE',
    trace_id: reminder['trace_id'] ?? null,
    reminder_id: reminder['reminder_id'] ?? null,
    due_at: reminder['due_at'] ?? null,
    late,
  });
  const text = withoutControls(String(reminder['message']));
  const when = `due ${withoutControls(String(reminder['due_at']))}${late ? ', late' : ''}`;
  const bell = terminal.isTTY ? '\u0007' : '';
  terminal.write(`${bell}${styleText('bold', `🔔 Reminder: ${text}`, { stream: terminal })} (${when})\n`);
}

// Not the schedule's own time: one that is made again after a crash may be asked for later than it was due.
function dueAt(reminder: Readonly<Record<string, unknown>>, schedule: Schedule): number {
  const due = Date.parse(String(reminder['due_at']));
  return Number.isNaN(due) ? schedule.at : due;
}

function readInput(input: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(input);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
