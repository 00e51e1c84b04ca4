// Owns: the few requests that the model's traces get: enough that copies and conflicts are common.
import type { Outcome } from '../../../lib/contract/outcome.ts';
import { fingerprintOf } from '../../../lib/contract/fingerprint.ts';
import type { Said } from './contract.ts';

export const prints = ['task A', 'task B', 'reminder A', 'reminder B', 'meeting A'] as const;
export type Print = (typeof prints)[number];

export const startMs = Date.parse('2031-01-01T00:00:00Z');
const dayMs = 86_400_000;
/** Due while a history goes on, and after most. */
const dueMs: Partial<Record<Print, number>> = {
  'reminder A': startMs + 3 * dayMs,
  'reminder B': startMs + 30 * dayMs,
};

/** When it would be too late to ask for it anew: a minute after it is due. */
export function lastMsOf(print: Print): number {
  return (dueMs[print] ?? Infinity) + 60_000;
}

export function requestOf(traceId: string, print: Print) {
  const [actionType, text] = print.split(' ');
  const fields = {
    task: { title: text },
    reminder: { message: text, time: new Date(dueMs[print] ?? 0).toISOString() },
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
  switch (outcome.failure.code) {
    case 'trace_id_conflict':
      return 'conflict';
    case 'execution_in_progress':
      return 'in progress';
    case 'reminder_time_in_past':
      return 'past';
    case 'adapter_rejected':
      return outcome.replayed ? 'rejected again' : 'rejected';
    default:
      return 'passing';
  }
}
