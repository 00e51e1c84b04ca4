// Owns: the two sentences that matter at three in the morning: what became of this trace, and what to do next.
import { deliverySentence, deliverySummary, nextForDelivery } from './delivery-verdict.ts';
import { textField } from './lines.ts';
import { idOf } from './record.ts';
import type { StoredRecord } from './record.ts';
import { recordOf } from './story.ts';
import type { Story } from './story.ts';
import type { Attempt, Ending } from './attempts.ts';
import { ago, instant } from './times.ts';

const dayMs = 86_400_000;

/** What happened: the outcome in a sentence, and what else was tried in a line of its own. */
export function verdictOf(story: Story): string[] {
  const [headline, others] = ofRequest(story);
  const delivery = deliverySentence(story);
  const tried = [...summary(others), ...deliverySummary(story)];
  return [
    delivery === undefined ? headline : `${headline} ${delivery}`,
    ...(tried.length === 0 ? [] : [tried.join(' ')]),
  ];
}

/** What became of the request, and the attempts that this leaves untold. */
function ofRequest(story: Story): [headline: string, others: readonly Attempt[]] {
  const last = story.attempts.at(-1);
  const record = recordOf(story);
  if (record !== undefined) {
    return [ofRecord(story, record), story.attempts.filter(({ ending }) => ending !== 'executed')];
  }
  if (last === undefined) return [`${story.traceId} left no attempt in the log.`, []];
  return [ofAttempt(story, last), story.attempts.slice(0, -1)];
}

function ofRecord({ traceId, nowMs }: Story, record: StoredRecord): string {
  const when = ago(record.createdAtMs, nowMs);
  switch (record.state) {
    case 'done':
      return `${traceId} was executed once, ${when}: ${idOf(record.result) ?? record.actionType}.`;
    case 'failed':
      return `${traceId} was refused for good by the outside system, ${when}.`;
    default:
      return `${traceId} was begun ${when} and is not settled.`;
  }
}

function ofAttempt({ traceId, record }: Story, { ending, outcome }: Attempt): string {
  const code = textField(outcome, 'error_code') ?? 'without a code';
  // Of what the table holds nothing is said when it could not be read.
  const ifRead = (words: string): string => (record === 'unread' ? '' : words);
  const nothingStored = ifRead(' Nothing is stored.');
  const noRecord = ifRead(', but the table holds no record of it');
  const executed =
    textField(outcome, 'action_type') === 'info'
      ? 'was answered; info only reads, so nothing is stored.'
      : `was executed, says the log${noRecord}.`;
  const sentences: Readonly<Record<Ending, string>> = {
    executed,
    replayed: executed,
    skipped: `was skipped: its decision is not workflow.${nothingStored}`,
    refused: `was refused: ${code}.${ifRead(' Nothing was executed, and the trace_id is still free.')}`,
    conflict: `was refused: it had executed something else${noRecord}.`,
    failed: `failed: ${code}.${nothingStored}`,
    crashed: `crashed.${nothingStored}`,
    unfinished: `was received, and no outcome was logged.${nothingStored}`,
  };
  return `${traceId} ${sentences[ending]}`;
}

const counted: Readonly<Record<Ending, readonly [one: string, many: string]>> = {
  executed: ['An earlier attempt was executed.', 'earlier attempts were executed.'],
  replayed: ['The stored answer was given again once.', 'times the stored answer was given again.'],
  skipped: ['One request was skipped.', 'requests were skipped.'],
  refused: ['One request was refused.', 'requests were refused.'],
  conflict: ['One request with other content was refused.', 'requests with other content were refused.'],
  failed: ['One attempt failed.', 'attempts failed.'],
  crashed: ['One attempt crashed.', 'attempts crashed.'],
  unfinished: ['One attempt has no outcome.', 'attempts have no outcome.'],
};

function summary(attempts: readonly Attempt[]): string[] {
  return Object.entries(counted).flatMap(([ending, [one, many]]) => {
    const count = attempts.filter((attempt) => attempt.ending === ending).length;
    if (count === 0) return [];
    return [count === 1 ? one : `${count} ${many}`];
  });
}

/** What to do, or nothing when all is well. Where the reminder is well, it follows the last attempt, for that is the one that waits. */
export function nextStepOf(story: Story): string | undefined {
  const record = recordOf(story);
  const ofLease =
    record?.state === 'pending' ? nextAfterLease(record.leaseUntilMs ?? 0, story.nowMs) : undefined;
  if (ofLease !== undefined) return ofLease;
  const ofDelivery = nextForDelivery(story);
  if (ofDelivery !== undefined) return ofDelivery;
  const last = story.attempts.at(-1);
  if (last !== undefined) return nextAfter(last, record !== undefined);
  return record === undefined ? undefined : olderLines(record, story.nowMs);
}

function nextAfterLease(leaseUntilMs: number, nowMs: number): string {
  if (leaseUntilMs > nowMs) return `wait: an attempt may hold it until ${instant(leaseUntilMs)}.`;
  return 'send the same request again with the same trace_id; nobody holds it any more, and it executes at most once.';
}

function olderLines({ createdAtMs }: StoredRecord, nowMs: number): string {
  return `ask with --since ${Math.ceil((nowMs - createdAtMs) / dayMs)}d for its log lines, which are older than what was read.`;
}

function nextAfter({ ending, outcome }: Attempt, isRecorded: boolean): string | undefined {
  const code = textField(outcome, 'error_code');
  const again = 'send the same request again with the same trace_id; it is safe, and executes at most once.';
  const rejected = 'find out why the outside system refused; another try needs another trace_id.';
  const steps: Readonly<Partial<Record<Ending, string>>> = {
    conflict:
      'the caller sends the other request under a trace_id of its own; what was executed stays as it is.',
    refused:
      code === 'info_not_found'
        ? 'correct the query, or put the topic that it names.'
        : `the caller corrects the request${isRecorded ? '' : ', and may keep this trace_id'}.`,
    ...(code === 'adapter_rejected' && { replayed: rejected }),
    failed: code === 'adapter_rejected' ? rejected : again,
    crashed: `read the stack above; then ${again}`,
    unfinished: `if it is not running any more, it ran out of time or memory, or was killed: ${again}`,
  };
  return steps[ending];
}
