// Owns what the embedded scheduler does with a schedule that is due: it calls the function, as EventBridge Scheduler does, and has
// the reminder's text at hand for the person at the terminal.

import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { localClient } from './create-tables.ts';
import type { Invoke } from './gateway.ts';
import type { Logs } from './logs.ts';
import { jsonObject } from '../shared/json.ts';
import type { Notices } from './notices.ts';
import type { Schedule } from './schedule.ts';
import type { InvokeTarget } from './scheduler.ts';

interface DeliverOptions {
  readonly invoke: Invoke;
  readonly storeEndpoint: string;
  readonly table: string;
  readonly notices: Notices;
  readonly logs: Logs;
}

export function deliverBy({ invoke, storeEndpoint, table, notices, logs }: DeliverOptions): InvokeTarget {
  const client = localClient(storeEndpoint);

  /** The text of the reminder under a trace id; before the call, so that no time passes between its line in the log and its notice. */
  async function textOf(traceId: string): Promise<string | undefined> {
    const Key = { trace_id: { S: traceId } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    const { message } = jsonObject(Item?.['execution_result']?.S ?? Item?.['planned_result']?.S);
    return typeof message === 'string' ? message : undefined;
  }

  return async ({ input, at }: Schedule) => {
    const event = jsonObject(input);
    if (!('effect_key' in event)) return showOld(event, at);
    const traceId = String(event['trace_id']);
    // Without it the notice names the reminder's id. What is wrong with the store is the function's to tell, in its own line.
    const text = await textOf(traceId).catch(() => undefined);
    if (text !== undefined) notices.prepare(traceId, text);
    try {
      return (await invoke(event)).kind === 'returned';
    } finally {
      notices.forget(traceId);
    }
  };

  /** A schedule of version 1.0.0 holds the reminder itself. */
  function showOld(
    { message, trace_id, reminder_id, due_at }: ReturnType<typeof jsonObject>,
    at: number,
  ): true {
    const late_ms = Math.max(0, Date.now() - at);
    notices.show(String(message), String(due_at), late_ms);
    logs.write({
      level: 'INFO',
      message: 'REMINDER_DELIVERED',
      trace_id,
      reminder_id,
      due_at,
      late_ms,
      delivery: 'log',
    });
    return true;
  }
}
