// Owns: the few requests that the model's traces get: enough that copies and conflicts are common.
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { fingerprintOf } from '../../../lib/domain/fingerprint.ts';
import type { Said } from './contract.ts';

/** `skipped`: at a wall-clock time that one zone has and the other skips. `local`: at one that both have, at different instants. */
export const prints = [
  'task A',
  'task B',
  'task skipped',
  'reminder A',
  'reminder B',
  'reminder local',
  'reminder skipped',
  'meeting A',
] as const;
export type Print = (typeof prints)[number];

/** What `DEFAULT_TIMEZONE` changes between. */
export const zones = ['UTC', 'Europe/Berlin'] as const;
export type Zone = (typeof zones)[number];

export const startMs = Date.parse('2031-01-01T00:00:00Z');
const dayMs = 86_400_000;
const skippedTime = '2031-03-30T02:30:00';
const localTime = '2031-01-05T09:30:00';
/** Due while a history goes on, and after most. */
const times: Partial<Record<Print, string>> = {
  'reminder A': new Date(startMs + 3 * dayMs).toISOString(),
  'reminder B': new Date(startMs + 30 * dayMs).toISOString(),
  'reminder local': localTime,
  'reminder skipped': skippedTime,
};

/** Whether the time of a request does not exist where the service is. */
export function isSkipped(print: Print, zone: Zone): boolean {
  return print.endsWith('skipped') && zone === 'Europe/Berlin';
}

/** When it would be too late to ask for it anew: a minute after it is due. */
export function lastMsOf(print: Print, zone: Zone): number {
  const time = times[print];
  if (time === undefined) return Infinity;
  // In January Berlin is an hour ahead.
  const aheadMs = time === localTime && zone === 'Europe/Berlin' ? 3_600_000 : 0;
  return Date.parse(time.endsWith('Z') ? time : `${time}Z`) - aheadMs + 60_000;
}

export function requestOf(traceId: string, print: Print) {
  const [actionType, text = ''] = print.split(' ');
  const fields = {
    task: { title: text, ...(text === 'skipped' && { due: skippedTime }) },
    reminder: { message: text, time: times[print] },
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

const printsByFingerprint = new Map(
  prints.map((print) => [fingerprintOf('workflow', requestOf('', print).data), print]),
);

/** The request that a record belongs to. */
export function printOf(fingerprint: string): string {
  return printsByFingerprint.get(fingerprint) ?? '';
}

/** What an outcome says, in the model's words; `passing` where it says nothing but to come back. */
export function saidBy(outcome: Outcome): Said | 'passing' {
  if (outcome.status === 'success') return outcome.replayed ? 'replayed' : 'success';
  if (outcome.status === 'skipped') throw new Error('nothing here is skipped');
  // Whatever its code: a later version may have written one that this one does not know.
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
      return 'passing';
  }
}
