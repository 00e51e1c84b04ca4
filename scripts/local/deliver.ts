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

/** One line in the terminal for each reminder that is delivered by the log, with its text, which no log line has. */
function showReminder(terminal: NodeJS.WriteStream, text: string, dueAt: string, lateMs: number): void {
  const when = `due ${printable(dueAt)}${lateMs > lateAfterMs ? ', late' : ''}`;
  const bell = terminal.isTTY ? '\u0007' : '';
  const notice = styleText('bold', `🔔 Reminder: ${printable(text)}`, { stream: terminal });
  terminal.write(`${bell}${notice} (${when})\n`);
}

type DeliverOptions = {
  readonly invoke: Invoke;
  readonly storeEndpoint: string;
  readonly table: string;
  /** Whether a delivery is a line of the log, and so nothing but the terminal shows the text of its reminder. */
  readonly isByLog: boolean;
  readonly terminal: NodeJS.WriteStream;
  readonly logs: Logs;
};

export function deliverBy(options: DeliverOptions): InvokeTarget {
  const { invoke, storeEndpoint, table, isByLog, terminal, logs } = options;
  const client = localClient(storeEndpoint);

  async function readReminder(traceId: string): Promise<JsonObject> {
    const Key = { trace_id: { S: traceId } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    const result = jsonObject(Item?.['execution_result']?.S ?? Item?.['planned_result']?.S);
    return { ...result, isDelivered: Item?.['delivered_at'] !== undefined };
  }

  return async ({ input, at }: LocalSchedule) => {
    const event = jsonObject(input);
    if (!('effect_key' in event)) return showOld(event, at);
    const { trace_id } = event;
    // Without it the notice names the trace. If the store has a problem, the function logs it.
    const reminder: JsonObject = isByLog ? await readReminder(String(trace_id)).catch(() => ({})) : {};
    const lateMs = Date.now() - at;
    const isDelivered = (await invoke(event)).kind === 'returned';
    if (isByLog && isDelivered && reminder['isDelivered'] !== true) {
      const { message = trace_id, due_at = new Date(at).toISOString() } = reminder;
      showReminder(terminal, String(message), String(due_at), lateMs);
    }
    return isDelivered;
  };

  /** A schedule of version 1.0.0 holds the reminder itself. */
  function showOld({ message, trace_id, reminder_id, due_at }: JsonObject, at: number): true {
    const late_ms = Math.max(0, Date.now() - at);
    showReminder(terminal, String(message), String(due_at), late_ms);
    const fields = { trace_id, reminder_id, due_at, late_ms, delivery: 'log' };
    logs.write({ level: 'INFO', message: 'REMINDER_DELIVERED', ...fields });
    return true;
  }
}
