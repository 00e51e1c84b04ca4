// Calls the function for a schedule that is due, as EventBridge Scheduler does, and shows the reminder to the person at the terminal.

import { styleText } from 'node:util';
import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { JsonObject } from '../../lib/domain/json.ts';
import { jsonObject } from '../shared/json.ts';
import { printable } from '../shared/printable.ts';
import type { Invoke } from './gateway.ts';
import type { Logs } from './logs.ts';
import type { InvokeTarget, LocalSchedule } from './schedule.ts';
import { localClient } from './tables.ts';

// `due_at` is without the fraction of its second, and a second is what a delivery may take: more than both is late.
const lateAfterMs = 2_000;

export type Notices = {
  /** Keeps the text of a reminder that is about to be delivered. */
  prepare(traceId: string, text: string): void;
  forget(traceId: string): void;
  /** Shows the reminder that this log line says was delivered; of any other line nothing. */
  onLine(line: string): void;
  show(text: string, dueAt: string, lateMs: number): void;
};

/** One line in the terminal for each reminder that is delivered by the log, with its text, which no log line has. */
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

type DeliverOptions = {
  readonly invoke: Invoke;
  readonly storeEndpoint: string;
  readonly table: string;
  readonly notices: Notices;
  readonly logs: Logs;
};

export function deliverBy({ invoke, storeEndpoint, table, notices, logs }: DeliverOptions): InvokeTarget {
  const client = localClient(storeEndpoint);

  /** The text of the reminder of this execution. Read before the call, so that its notice follows its log line at once. */
  async function textOf(traceId: string): Promise<string | undefined> {
    const Key = { trace_id: { S: traceId } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    const { message } = jsonObject(Item?.['execution_result']?.S ?? Item?.['planned_result']?.S);
    return typeof message === 'string' ? message : undefined;
  }

  return async ({ input, at }: LocalSchedule) => {
    const event = jsonObject(input);
    if (!('effect_key' in event)) return showOld(event, at);
    const traceId = String(event['trace_id']);
    // Without it the notice names the reminder's id. If the store has a problem, the function logs it.
    const text = await textOf(traceId).catch(() => undefined);
    if (text !== undefined) notices.prepare(traceId, text);
    try {
      return (await invoke(event)).kind === 'returned';
    } finally {
      notices.forget(traceId);
    }
  };

  /** A schedule of version 1.0.0 holds the reminder itself. */
  function showOld({ message, trace_id, reminder_id, due_at }: JsonObject, at: number): true {
    const late_ms = Math.max(0, Date.now() - at);
    notices.show(String(message), String(due_at), late_ms);
    const fields = { trace_id, reminder_id, due_at, late_ms, delivery: 'log' };
    logs.write({ level: 'INFO', message: 'REMINDER_DELIVERED', ...fields });
    return true;
  }
}
