// Owns what a person sees of a reminder that is delivered by the log: one line in the terminal, with its text, which no log line has.

import { styleText } from 'node:util';
import { jsonObject } from '../shared/json.ts';
import { printable } from '../shared/printable.ts';

// `due_at` is without the fraction of its second, and a second is what a delivery may take: more than both is late.
const lateAfterMs = 2_000;

export interface Notices {
  /** Keeps the text of a reminder that is about to be delivered. */
  prepare(traceId: string, text: string): void;
  forget(traceId: string): void;
  /** Shows the reminder that this log line says was delivered; of any other line nothing. */
  onLine(line: string): void;
  show(text: string, dueAt: string, lateMs: number): void;
}

export function createNotices(terminal: NodeJS.WriteStream): Notices {
  const texts = new Map<string, string>();
  const show = (text: string, dueAt: string, lateMs: number): void => {
    const when = `due ${printable(dueAt)}${lateMs > lateAfterMs ? ', late' : ''}`;
    const bell = terminal.isTTY ? '\u0007' : '';
    const notice = styleText('bold', `🔔 Reminder: ${printable(text)}`, { stream: terminal });
    terminal.write(`${bell}${notice} (${when})\n`);
  };
  return {
    prepare: (traceId, text) => void texts.set(traceId, text),
    forget: (traceId) => void texts.delete(traceId),
    onLine: (line) => {
      if (!line.includes('"REMINDER_DELIVERED"')) return;
      const { message, delivery, trace_id, reminder_id, due_at, late_ms } = jsonObject(line);
      if (message !== 'REMINDER_DELIVERED' || delivery !== 'log') return;
      show(texts.get(String(trace_id)) ?? String(reminder_id), String(due_at), Number(late_ms));
    },
    show,
  };
}
