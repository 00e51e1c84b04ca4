// Owns what happens when a reminder is due on a laptop: a line that the person sees, and one in the log.
// That line is the proof that it rang: whether a reminder has rung is asked of the log and of nothing else.

import { closeSync, openSync, readSync } from 'node:fs';
import { styleText } from 'node:util';
import { lineSplitter } from './lines.ts';
import type { Logs } from './logs.ts';
import { printable } from './printable.ts';
import type { Schedule } from './schedule.ts';
import { isRecord } from './template.ts';

// `due_at` is without the fraction of its second, and a second is what ringing may take: more than both is late.
const lateAfterMs = 2_000;
const rungMessage = 'REMINDER_DUE';

/** Rings `schedule`, whose input is the message of schemas/reminder-due.schema.json. */
export function ring(schedule: Schedule, now: number, logs: Logs, terminal: NodeJS.WriteStream): void {
  const reminder = readInput(schedule.input);
  const late = now - dueAt(reminder, schedule) > lateAfterMs;
  const text = printable(String(reminder['message']));
  const when = `due ${printable(String(reminder['due_at']))}${late ? ', late' : ''}`;
  const bell = terminal.isTTY ? '\u0007' : '';
  terminal.write(`${bell}${styleText('bold', `🔔 Reminder: ${text}`, { stream: terminal })} (${when})\n`);
  // The log never carries the reminder's text; the terminal is its owner's own.
  logs.write({
    level: 'INFO',
    message: rungMessage,
    trace_id: reminder['trace_id'] ?? null,
    reminder_id: reminder['reminder_id'] ?? null,
    due_at: reminder['due_at'] ?? null,
    late,
  });
}

/** Tells of schedules from before the process began whether they rang; reads the log when first asked. */
export function readRung(logFile: string): (schedule: Schedule) => boolean {
  let rung: ReadonlySet<string> | undefined;
  return (schedule) => {
    rung ??= readAllRung(logFile);
    return rung.has(identify(readInput(schedule.input)));
  };
}

function readAllRung(logFile: string): Set<string> {
  const rung = new Set<string>();
  for (const line of linesOf(logFile)) {
    // Reading JSON is the slow part, and few lines are of reminders.
    const record = line.includes(rungMessage) ? readInput(line) : {};
    if (record['message'] === rungMessage) rung.add(identify(record));
  }
  return rung;
}

// In pieces, for a log may be longer than the longest string.
function* linesOf(file: string): Generator<string, void, undefined> {
  const splitter = lineSplitter();
  const piece = Buffer.alloc(1 << 16);
  const descriptor = openSync(file, 'r');
  try {
    for (let bytes = readSync(descriptor, piece); bytes > 0; bytes = readSync(descriptor, piece))
      yield* splitter.write(piece.subarray(0, bytes));
    yield* splitter.end();
  } finally {
    closeSync(descriptor);
  }
}

// The id alone would do, were a reminder not made anew once the record of an old one has expired.
function identify({ reminder_id, due_at }: Readonly<Record<string, unknown>>): string {
  return JSON.stringify([reminder_id, due_at]);
}

// Not the schedule's own time: one that is made again after a crash may be asked for later than it was due.
function dueAt(reminder: Readonly<Record<string, unknown>>, schedule: Schedule): number {
  const due = Date.parse(String(reminder['due_at']));
  return Number.isNaN(due) ? schedule.at : due;
}

function readInput(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}
