// Owns: what became of the reminder of a trace, in a sentence, and what to do where it is not delivered.
import { causeOf } from './deliveries.ts';
import type { DeliveryTry } from './deliveries.ts';
import { deliveryStateOf } from './delivery-state.ts';
import { lateText } from './delivery-text.ts';
import type { StoredRecord } from './record.ts';
import { recordOf } from './story.ts';
import type { Story } from './story.ts';
import { ago, instant } from './times.ts';

/** How it ended with the reminder, or how it stands with it; nothing where there is none. */
export function deliverySentence(story: Story): string | undefined {
  const record = recordOf(story);
  return record === undefined ? byLog(story) : byRecord(story, record);
}

function byRecord(story: Story, record: StoredRecord): string | undefined {
  const { nowMs, deliveries } = story;
  const { state, deliveredAtMs = 0, effectAtMs = 0 } = record;
  const handOver = deliveries.findLast(({ delivered }) => delivered !== undefined)?.delivered;
  const standing = deliveryStateOf(record, nowMs);
  if (standing === 'delivered') {
    return `It was delivered ${ago(deliveredAtMs, nowMs)}${handOver === undefined ? '' : `, ${lateText(handOver)}`}.`;
  }
  if (standing === 'in_progress') return 'Its delivery is in progress.';
  if (standing !== undefined && handOver !== undefined) {
    const unrecorded = standing === 'unrecorded' ? '' : ', and that is not recorded';
    return `It was delivered ${ago(handOver.atMs, nowMs)}, ${lateText(handOver)}, says the log${unrecorded}.`;
  }
  // Without an outcome of its request it may have no schedule.
  if (state === 'pending') return undefined;
  const when = ago(effectAtMs, nowMs);
  switch (standing) {
    case 'to_come':
      return `It is to be delivered ${when}.`;
    case 'due':
    case 'overdue':
      return `It was due ${when} and is not delivered${causeText(deliveries)}.`;
    case 'unrecorded':
      return 'Version 1.0.0 scheduled its reminder, and does not record whether it was delivered.';
    default:
      return undefined;
  }
}

function causeText(deliveries: readonly DeliveryTry[]): string {
  const last = lastFailed(deliveries);
  return last === undefined ? '' : `: ${causeOf(last)}`;
}

function lastFailed(deliveries: readonly DeliveryTry[]): DeliveryTry | undefined {
  return deliveries.findLast(({ ending }) => ending === 'failed');
}

function byLog({ deliveries, nowMs }: Story): string | undefined {
  const handOver = deliveries.findLast(({ delivered }) => delivered !== undefined)?.delivered;
  if (handOver !== undefined) {
    return `Its reminder was delivered ${ago(handOver.atMs, nowMs)}, ${lateText(handOver)}, says the log.`;
  }
  return deliveries.length === 0 ? undefined : `Its reminder was not delivered${causeText(deliveries)}.`;
}

/** How many tries failed, where some did. */
export function deliverySummary({ deliveries }: Story): string[] {
  const failed = deliveries.filter(({ ending }) => ending === 'failed').length;
  const unrecorded = deliveries.filter(({ ending }) => ending === 'unrecorded').length;
  return [
    ...(failed === 0
      ? []
      : [failed === 1 ? 'One try to deliver it failed.' : `${failed} tries to deliver it failed.`]),
    ...(unrecorded === 0
      ? []
      : [
          'It may have been handed over more than once, under the same id, for a hand-over was not recorded.',
        ]),
  ];
}

/** What to do about the delivery, or nothing when it is well. */
export function nextForDelivery(story: Story): string | undefined {
  const { nowMs, deliveries } = story;
  const record = recordOf(story);
  const last = lastFailed(deliveries);
  if (record === undefined) {
    if (last === undefined || deliveries.some(({ delivered }) => delivered !== undefined)) return undefined;
    return `RUNBOOK.md, reminders not delivered, says what ${causeOf(last)} means.`;
  }
  switch (deliveryStateOf(record, nowMs)) {
    case 'in_progress':
      return `wait: a try to deliver it may hold it until ${instant(record.deliveryUntilMs ?? nowMs)}.`;
    case 'due':
      return 'wait a minute: so long the first try may take to begin, and as long the next one after it.';
    case 'overdue':
      return afterDue(story, last);
    default:
      return undefined;
  }
}

function afterDue({ deadLetterQueue }: Story, last: DeliveryTry | undefined): string {
  const stack = last?.crash === undefined ? '' : 'read the stack above; then ';
  if (deadLetterQueue === undefined) {
    return `${stack}start the service, if it is not running: it tries again by itself, and its REMINDER_FAILED says what fails.`;
  }
  return `${stack}look for REMINDER_FAILED and at the queue ${deadLetterQueue}: RUNBOOK.md, reminder dead letters.`;
}
