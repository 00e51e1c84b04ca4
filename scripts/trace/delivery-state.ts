// Owns: how the delivery of a reminder stands, by its record. The log adds how it came to that, and may be older than what was read.
import type { StoredRecord } from './record.ts';

/**
 * `in_progress`: a try holds it. `due`: its time has come, and the first try may not have begun yet. `overdue`: a try should
 * have delivered it. `unrecorded`: version 1.0.0 scheduled it; its schedule publishes by itself, and nothing records that.
 */
export type DeliveryState = 'delivered' | 'in_progress' | 'to_come' | 'due' | 'overdue' | 'unrecorded';

// EventBridge Scheduler fires within a minute of the time of a schedule.
const firingMs = 60_000;

/** Nothing where no reminder is to be delivered: another action, or one that was refused for good. */
export function deliveryStateOf(record: StoredRecord, nowMs: number): DeliveryState | undefined {
  const { state, actionType, effectAtMs, deliveredAtMs, deliveryUntilMs = 0 } = record;
  if (state === 'failed') return undefined;
  if (deliveredAtMs !== undefined) return 'delivered';
  if (effectAtMs === undefined)
    return actionType === 'reminder' && state === 'done' ? 'unrecorded' : undefined;
  if (deliveryUntilMs > nowMs) return 'in_progress';
  if (effectAtMs > nowMs) return 'to_come';
  return effectAtMs + firingMs > nowMs ? 'due' : 'overdue';
}
