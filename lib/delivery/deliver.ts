// Delivery of a reminder through its record: claim, hand over, mark. The record decides, for the scheduler fires at least once and
// forgets what it has fired.
//
//   (to come) ── claim ──▶ (being delivered) ── hand over, mark ──▶ delivered_at
//        ▲                        │
//        └──── release, lease ────┘
//
// A crash between hand-over and mark leaves a claim whose lease ends: then it is handed over once more, under the same id.
import { Fault } from '../domain/failure.ts';
import type { Invocation } from '../domain/invocation.ts';
import { formatInstant, instantOf } from '../time/instant.ts';
import type { Delivery, Due, DueReminder, Execution, Executions } from '../adapters/ports.ts';

/** What came of it: it is delivered, now or before, or the cause for which it is not, a name. */
export type Delivered =
  { readonly kind: 'delivered' } | { readonly kind: 'undelivered'; readonly cause: string };

/** A reminder in delivery, and how late it is. */
export type InDelivery = { readonly reminder: DueReminder; readonly lateMs: number };

/** What is told on the way. */
export type Watcher = {
  /** Its record is read; it is not handed over yet, and may not be. */
  readonly found: (delivery: InDelivery) => void;
  /** Before the mark: what was handed over is told, even where it cannot be recorded. */
  readonly handedOver: (delivery: InDelivery) => void;
};

export type Deliver = (due: Due, invocation: Invocation, watcher: Watcher) => Promise<Delivered>;

/** How far the clocks of the scheduler and of this service may differ. */
const mostSkewMs = 1_000;

export function createDeliver(executions: Executions, delivery: Delivery): Deliver {
  return async (due, invocation, watcher) => {
    const dueSeconds = Math.floor((invocation.nowMs + mostSkewMs) / 1000);
    const standing = await executions.claimDelivery(due, dueSeconds, invocation);
    // No record, or that of another execution under the same trace id.
    if (standing === undefined || standing.effectKey !== due.effectKey)
      return undelivered('ExecutionNotFound');
    if (standing.deliveredAt !== undefined) return { kind: 'delivered' };
    const { effectAtSeconds = 0 } = standing;
    const lateMs = invocation.nowMs - effectAtSeconds * 1000;
    const inDelivery = { reminder: readReminder(standing, due), lateMs: Math.max(0, lateMs) };
    watcher.found(inDelivery);
    if (effectAtSeconds > dueSeconds) return undelivered('NotDue');
    if (standing.deliveryToken !== invocation.token) return undelivered('DeliveryInProgress');
    // Never before its time, though the scheduler's clock be ahead.
    if (lateMs < 0) await new Promise((resolve) => setTimeout(resolve, -lateMs));
    const acted = await delivery.handOver(inDelivery.reminder, invocation);
    if (acted.kind !== 'done') return await release(acted.cause, due, executions, invocation);
    watcher.handedOver(inDelivery);
    const at = instantOf(Math.max(invocation.nowMs, effectAtSeconds * 1000));
    await executions.markDelivered(due, formatInstant(at), invocation);
    return { kind: 'delivered' };
  };
}

async function release(
  cause: string,
  due: Due,
  executions: Executions,
  invocation: Invocation,
): Promise<Delivered> {
  try {
    await executions.releaseDelivery(due, invocation);
    return undelivered(cause);
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // The claim then ends with its lease; the log tells both.
    return undelivered(`${cause}, ${error.causeName}`);
  }
}

function undelivered(cause: string): Delivered {
  return { kind: 'undelivered', cause };
}

/** @throws TypeError where the record is not one of a reminder */
function readReminder({ resultJson, plannedJson }: Execution, due: Due): DueReminder {
  const json = resultJson ?? plannedJson;
  if (json === undefined) throw new TypeError('the record of a due reminder has no result');
  const result = JSON.parse(json) as { reminder_id: string; message: string; due_at: string };
  const { reminder_id: reminderId, message, due_at: dueAt } = result;
  return { ...due, reminderId, message, dueAt, resultJson: json };
}
