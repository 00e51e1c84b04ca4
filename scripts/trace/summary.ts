// Says in a sentence or two what happened to a trace, and what to do next.
import { field } from '../../lib/domain/json.ts';
import { ago, duration, instant } from './cli.ts';
import { numberField, textField, type LogLine } from './log-lines.ts';
import { deliveryStateOf, idIn, type StoredRecord } from './record.ts';
import { lastTry, lineIn, outcomeIn, type TryEnding, type Run, type Timeline } from './timeline.ts';

const dayMs = 86_400_000;
const sendAgain =
  'send the same request again with the same trace_id; it is safe, and executes at most once.';

/** The outcome, and in a second line how all tries and deliveries ended, where some ended in another way. */
export function summaryOf(timeline: Timeline): string[] {
  const { traceId, tries, deliveries, record, isRecordRead, nowMs } = timeline;
  const last = lastTry(timeline) ?? tries.at(-1);
  const ofTries = last === undefined ? 'has no try in the log.' : tryText(last, isRecordRead);
  const outcome = record === undefined ? ofTries : recordText(record, nowMs);
  const hasOthers =
    record === undefined ? tries.length > 1 : tries.some(({ ending }) => ending !== 'executed');
  const hasTrouble = deliveries.some(({ ending }) => ending === 'failed' || ending === 'unrecorded');
  const counts = [
    ...(hasOthers ? [`Tries: ${countEndings(tries)}.`] : []),
    ...(hasTrouble ? [`Deliveries: ${countEndings(deliveries)}.`] : []),
  ];
  const headline = [`${traceId} ${outcome}`, ...deliveryText(timeline)].join(' ');
  return counts.length === 0 ? [headline] : [headline, counts.join(' ')];
}

/** `2 replayed, 1 failed` */
export function countEndings(runs: readonly Run[]): string {
  const groups = Map.groupBy(runs, ({ ending }) => ending.replace('_', ' '));
  return [...groups].map(([ending, { length }]) => `${length} ${ending}`).join(', ');
}

function recordText(record: StoredRecord, nowMs: number): string {
  const { adapter, result } = record;
  const when = ago(record.createdAtMs, nowMs);
  if (record.state === 'done')
    return `was executed once, ${when}: ${idIn(result) ?? record.actionType}${externalText(result['external'])}.`;
  if (record.state === 'failed')
    return `was refused for good by ${adapter ?? 'the outside system'}, ${when}.`;
  return adapter === undefined
    ? `was started ${when} and is not settled.`
    : `was begun with ${adapter} ${when} and is not settled: it may be done there, or not.`;
}

/** `, in caldav 5f5f@workflow-executor` */
function externalText(external: unknown): string {
  const [adapter, id] = [field(external, 'adapter'), field(external, 'id')];
  return typeof adapter === 'string' && typeof id === 'string' ? `, in ${adapter} ${id}` : '';
}

function tryText({ ending, lines }: Run<TryEnding>, isRecordRead: boolean): string {
  const outcome = outcomeIn(lines);
  const code = textField(outcome, 'error_code') ?? 'without a code';
  const isInfo = textField(outcome, 'action_type') === 'info';
  const executed = isInfo ? 'was answered; info stores nothing.' : 'was executed, according to the log.';
  const texts: Readonly<Record<TryEnding, string>> = {
    executed,
    replayed: executed,
    planned: `had only a dry run${isRecordRead ? ': nothing was executed.' : ' in the log.'}`,
    skipped: 'was skipped: its decision is not workflow.',
    // Another try may have executed it, which only the table knows.
    refused: `was refused: ${code}.${isRecordRead ? ' Nothing was executed, and the trace_id is still free.' : ''}`,
    conflict: 'was refused: the trace_id was used for a different request.',
    failed: `failed: ${code}.`,
    crashed: 'crashed.',
    unfinished: 'was received, and no outcome was logged.',
  };
  return texts[ending];
}

function deliveryText({ record, deliveries, nowMs }: Timeline): string[] {
  const delivered = deliveries.map(({ lines }) => lineIn(lines, 'REMINDER_DELIVERED')).findLast(Boolean);
  const state = record === undefined ? undefined : deliveryStateOf(record, nowMs);
  const cause = causeOf(lastFailed(deliveries));
  const notDelivered = `not delivered${cause === undefined ? '' : `: ${cause}`}.`;
  const due = ago(record?.dueAtMs ?? nowMs, nowMs);
  if (state === 'delivered') {
    const how = delivered === undefined ? '' : `, ${lateness(delivered)}`;
    return [`Its reminder was delivered ${ago(record?.deliveredAtMs ?? nowMs, nowMs)}${how}.`];
  }
  if (state === 'in_progress') return ['The delivery of its reminder is in progress.'];
  if (delivered !== undefined) {
    const mayRepeat = record !== undefined && state !== 'unrecorded';
    const more = mayRepeat ? ', but this is not recorded: it may be delivered again, with the same id' : '';
    return [
      `Its reminder was delivered ${ago(delivered.atMs, nowMs)}, ${lateness(delivered)}, according to the log${more}.`,
    ];
  }
  if (record === undefined) return deliveries.length === 0 ? [] : [`Its reminder was ${notDelivered}`];
  // A pending execution may have no schedule yet.
  if (state === undefined || record.state === 'pending') return [];
  if (state === 'upcoming') return [`Its reminder is due ${due}.`];
  if (state === 'unrecorded')
    return ['Version 1.0.0 scheduled its reminder, and does not record deliveries.'];
  return [`Its reminder was due ${due} and is ${notDelivered}`];
}

/** `1.2s late, by sns` */
function lateness(delivered: LogLine): string {
  const lateMs = numberField(delivered, 'late_ms') ?? 0;
  return `${lateMs > 0 ? `${duration(lateMs)} late` : 'on time'}, by ${textField(delivered, 'delivery') ?? 'unknown'}`;
}

function lastFailed(deliveries: Timeline['deliveries']): Run | undefined {
  return deliveries.findLast(({ ending }) => ending === 'failed');
}

function causeOf(delivery: Run | undefined): string | undefined {
  return delivery && (textField(lineIn(delivery.lines, 'REMINDER_FAILED'), 'cause') ?? 'without a cause');
}

/** What to do, or nothing when all is well. What the lease or the reminder asks for comes before the last try. */
export function nextStepOf(timeline: Timeline): string | undefined {
  const { record, nowMs } = timeline;
  const last = lastTry(timeline);
  if (record?.state === 'pending') return nextToSettle(record, last, nowMs);
  const ofDelivery = nextForDelivery(timeline);
  if (ofDelivery !== undefined || (record === undefined && last === undefined)) return ofDelivery;
  if (last !== undefined) return nextAfter(last, record !== undefined);
  const days = Math.ceil((nowMs - (record?.createdAtMs ?? nowMs)) / dayMs);
  return `ask with --since ${days}d for its log lines, which are older than what was read.`;
}

/** The next try finishes what was begun, with the adapter with which it was begun. */
function nextToSettle(
  { adapter, leaseUntilMs = 0 }: StoredRecord,
  last: Run<TryEnding> | undefined,
  nowMs: number,
): string {
  if (leaseUntilMs > nowMs)
    return `wait: a try may hold the lease until ${instant(leaseUntilMs)}. If it is not settled then, ${sendAgain}`;
  const isOtherSet = last !== undefined && textField(outcomeIn(last.lines), 'cause') === 'AdapterChanged';
  return isOtherSet
    ? `set the adapter ${adapter ?? 'eventbridge'} again, with which it was begun: RUNBOOK.md, change an adapter.`
    : sendAgain;
}

function nextForDelivery({ record, deliveries, nowMs, deadLetterQueue }: Timeline): string | undefined {
  const failed = lastFailed(deliveries);
  if (record === undefined) {
    const isDelivered = deliveries.some(({ lines }) => lineIn(lines, 'REMINDER_DELIVERED') !== undefined);
    if (failed === undefined || isDelivered) return undefined;
    return `RUNBOOK.md, reminders not delivered, says what ${causeOf(failed)} means.`;
  }
  const state = deliveryStateOf(record, nowMs);
  if (state === 'in_progress') {
    return `wait: a delivery may hold the reminder until ${instant(record.deliveryUntilMs ?? nowMs)}.`;
  }
  if (state === 'due')
    return 'wait: the first delivery may take a minute to begin, and a retry another minute.';
  if (state !== 'overdue') return undefined;
  const hasStack = failed !== undefined && lineIn(failed.lines, 'EXECUTION_CRASH') !== undefined;
  const what =
    deadLetterQueue === undefined
      ? 'start the service, if it is not running: it retries by itself, and its REMINDER_FAILED says what fails.'
      : `look for REMINDER_FAILED and at the queue ${deadLetterQueue}: RUNBOOK.md, reminder dead letters.`;
  return `${hasStack ? 'read the stack above; then ' : ''}${what}`;
}

function nextAfter({ ending, lines }: Run<TryEnding>, isRecorded: boolean): string | undefined {
  const code = textField(outcomeIn(lines), 'error_code');
  if (code === 'adapter_rejected')
    return 'find out why the outside system refused; another try needs another trace_id.';
  if (code === 'info_not_found') return 'correct the query, or put the topic that it names.';
  const sameId = isRecorded ? '' : ', and may keep this trace_id';
  const steps: Readonly<Partial<Record<TryEnding, string>>> = {
    conflict:
      'the caller sends the other request under a trace_id of its own; what was executed stays as it is.',
    refused: `the caller corrects the request${sameId}.`,
    failed: sendAgain,
    crashed: `read the stack above; then ${sendAgain}`,
    unfinished: `if it is not running any more, it ran out of time or memory, or was killed: ${sendAgain}`,
  };
  return steps[ending];
}
