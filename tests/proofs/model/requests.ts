// Lists the few requests of the model's histories: so few that copies and conflicts are common.
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { fingerprintOf } from '../../../lib/domain/fingerprint.ts';
import type { AnswerKind } from './expected-answer.ts';

/** `skipped`: at a wall-clock time that one zone has and the other skips. `local`: at one that both have, at different instants. */
export const requestNames = [
  'task A',
  'task B',
  'task skipped',
  'reminder A',
  'reminder B',
  'reminder local',
  'reminder skipped',
  'meeting A',
] as const;
export type RequestName = (typeof requestNames)[number];

/** `DEFAULT_TIMEZONE` changes between these. */
export const zones = ['UTC', 'Europe/Berlin'] as const;
export type Zone = (typeof zones)[number];

export const startMs = Date.parse('2031-01-01T00:00:00Z');
const dayMs = 86_400_000;
const skippedTime = '2031-03-30T02:30:00';
const localTime = '2031-01-05T09:30:00';
/** Due during a history, and after most of them. */
const times: Partial<Record<RequestName, string>> = {
  'reminder A': new Date(startMs + 3 * dayMs).toISOString(),
  'reminder B': new Date(startMs + 30 * dayMs).toISOString(),
  'reminder local': localTime,
  'reminder skipped': skippedTime,
};

/** Whether the time of a request does not exist in the service's zone. */
export function isSkipped(requestName: RequestName, zone: Zone): boolean {
  return requestName.endsWith('skipped') && zone === 'Europe/Berlin';
}

/** After this it is too late to ask for it: a minute after it is due. */
export function lastMsOf(requestName: RequestName, zone: Zone): number {
  const time = times[requestName];
  if (time === undefined) return Infinity;
  // In January Berlin is an hour ahead.
  const aheadMs = time === localTime && zone === 'Europe/Berlin' ? 3_600_000 : 0;
  return Date.parse(time.endsWith('Z') ? time : `${time}Z`) - aheadMs + 60_000;
}

export function requestOf(traceId: string, requestName: RequestName) {
  const [actionType, text = ''] = requestName.split(' ');
  const fields = {
    task: { title: text, ...(text === 'skipped' && { due: skippedTime }) },
    reminder: { message: text, time: times[requestName] },
    meeting: {
      title: text,
      participants: ['ada'],
      start_time: '2041-03-03T10:00:00Z',
      end_time: '2041-03-03T11:00:00Z',
    },
  }[actionType as 'task' | 'reminder' | 'meeting'];
  const payload = { action_type: actionType, ...fields };
  return { trace_id: traceId, decision: 'workflow', data: { workflow_type: 'workflow', payload } };
}

const namesByFingerprint = new Map(
  requestNames.map((name) => [fingerprintOf('workflow', requestOf('', name).data), name]),
);

/** The request that a record belongs to, by its name. */
export function requestNameOf(fingerprint: string): string {
  return namesByFingerprint.get(fingerprint) ?? '';
}

/** An outcome in the model's terms; `retryable` where it only asks for a retry. */
export function answerKindOf(outcome: Outcome): AnswerKind | 'retryable' {
  if (outcome.status === 'success') return outcome.replayed ? 'replayed' : 'success';
  if (outcome.status === 'skipped' || outcome.status === 'planned')
    throw new Error(`nothing here is ${outcome.status}`);
  // Whatever its code: a later version may have written one that this version does not know.
  if (outcome.replayed) return 'rejected again';
  switch (outcome.failure.code) {
    case 'trace_id_conflict':
      return 'conflict';
    case 'execution_in_progress':
      return 'in progress';
    case 'reminder_time_in_past':
      return 'past';
    case 'invalid_time':
      return 'impossible';
    case 'adapter_rejected':
      return 'rejected';
    default:
      return 'retryable';
  }
}
