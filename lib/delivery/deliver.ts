// Delivers a reminder through its record: claim, hand over, mark. The record decides, because the scheduler fires at least once and
// forgets what has fired.
//
//   (to come) ── claim ──▶ (in delivery) ── hand over, mark ──▶ delivered_at
//        ▲                      │
//        └─── release, lease ───┘
//
// A crash between hand-over and mark leaves a claim whose lease ends: then the reminder is handed over again, under the same id.
import type { DueReminder, EffectRef } from '../domain/effect.ts';
import type { Execution } from '../domain/execution.ts';
import { causeAfterRelease } from '../domain/failure.ts';
import type { Invocation } from '../domain/invocation.ts';
import type { Delivery } from '../ports/delivery.ts';
import type { Executions } from '../ports/executions.ts';
import { formatInstant, instantOf } from '../time/instant.ts';

/** Delivered now or before, or the cause for which it is not: a name. */
export type DeliveryOutcome =
  { readonly kind: 'delivered' } | { readonly kind: 'undelivered'; readonly cause: string };

/** A reminder in delivery, and how late it is. */
export type InDelivery = { readonly reminder: DueReminder; readonly lateMs: number };

export type DeliveryEvents = {
  /** Its record is read; it is not handed over yet, and may not be. */
  readonly found: (delivery: InDelivery) => void;
  /** Before the mark, so that a hand-over is logged even if it cannot be recorded. */
  readonly handedOver: (delivery: InDelivery) => void;
};

export type Deliver = (
  ref: EffectRef,
  invocation: Invocation,
  events: DeliveryEvents,
) => Promise<DeliveryOutcome>;

/** How far the clocks of the scheduler and of this service may differ. */
const maxSkewMs = 1_000;

export function createDeliver(executions: Executions, delivery: Delivery): Deliver {
  return async (ref, invocation, events) => {
    const dueSeconds = Math.floor((invocation.nowMs + maxSkewMs) / 1000);
    const execution = await executions.claimDelivery(ref, dueSeconds, invocation);
    // No record, or that of another execution under the same trace id.
    if (execution === undefined || execution.effectKey !== ref.effectKey)
      return undelivered('ExecutionNotFound');
    if (execution.deliveredAt !== undefined) return { kind: 'delivered' };
    const { effectAtSeconds } = execution;
    // An adapter of an outside system has handed it over when it was made.
    if (effectAtSeconds === undefined) return undelivered('NotDeliveredHere');
    const lateMs = invocation.nowMs - effectAtSeconds * 1000;
    const inDelivery = { reminder: readReminder(execution, ref), lateMs: Math.max(0, lateMs) };
    events.found(inDelivery);
    if (effectAtSeconds > dueSeconds) return undelivered('NotDue');
    if (execution.deliveryOwner !== invocation.leaseOwner) return undelivered('DeliveryInProgress');
    // Never before its time, even if the scheduler's clock is ahead.
    if (lateMs < 0) await new Promise((resolve) => setTimeout(resolve, -lateMs));
    const result = await delivery.handOver(inDelivery.reminder, invocation);
    if (result.kind !== 'done')
      return undelivered(
        await causeAfterRelease(result.cause, () => executions.releaseDelivery(ref, invocation)),
      );
    events.handedOver(inDelivery);
    const at = instantOf(Math.max(invocation.nowMs, effectAtSeconds * 1000));
    await executions.markDelivered(ref, formatInstant(at), invocation);
    return { kind: 'delivered' };
  };
}

function undelivered(cause: string): DeliveryOutcome {
  return { kind: 'undelivered', cause };
}

/** @throws TypeError if the record is not one of a reminder */
function readReminder({ resultJson, plannedJson }: Execution, ref: EffectRef): DueReminder {
  const json = resultJson ?? plannedJson;
  if (json === undefined) throw new TypeError('the record of a due reminder has no result');
  const result = JSON.parse(json) as { reminder_id: string; message: string; due_at: string };
  const { reminder_id: reminderId, message, due_at: dueAt } = result;
  return { ...ref, reminderId, message, dueAt, resultJson: json };
}
