// The store, the scheduler and the receiver of the model's histories, in memory, with the invariants of every write and every call.
// The store is a fake, and not the model: it passes the suite that DynamoDB passes (tests/lib/ports/executions.test.ts). The model,
// which says what a request must be answered, is written without it and without the service's own code: expected-answer.ts.
import { effectKeyOf } from '../../../lib/domain/effect-key.ts';
import type { EffectRef } from '../../../lib/domain/effect.ts';
import type { Execution } from '../../../lib/domain/execution.ts';
import { idOf } from '../../../lib/domain/ids.ts';
import { leaseEnd, type Invocation } from '../../../lib/domain/invocation.ts';
import type { Delivery } from '../../../lib/ports/delivery.ts';
import type { Executions } from '../../../lib/ports/executions.ts';
import {
  createInMemoryExecutions,
  isExpired,
  type StoredExecution,
} from '../../support/in-memory-executions.ts';
import { createCrashingPorts, type CrashingPorts, type Turn } from '../crashing-ports.ts';
import { inMemoryScheduler } from '../../support/in-memory-scheduler.ts';

/** A schedule that has not fired. One of a version before deliveries were recorded publishes by itself. */
export type PendingSchedule = {
  readonly ref: EffectRef;
  readonly atMs: number;
  readonly publishes: boolean;
};

export type HistoryEnvironment = CrashingPorts & {
  /** The execution of a trace id that has not expired. */
  readonly recordOf: (traceId: string, nowMs: number) => Execution | undefined;
  /** Every result that was ever recorded under a trace id: one for each execution. */
  readonly recorded: Map<string, string[]>;
  /** By effect key. */
  readonly schedules: Map<string, PendingSchedule>;
  /** How often an effect was delivered, by effect key. */
  readonly delivered: Map<string, number>;
  /** Every effect key that was ever scheduled, by trace id. */
  readonly made: Map<string, Set<string>>;
  /** Makes the record of a trace id one that an earlier version wrote, or a later one. Returns whether it could. */
  readonly changeVersion: (traceId: string, nowMs: number) => boolean;
  /** What must never happen, and did: a sentence each. */
  readonly wrong: string[];
};

const retentionDays = 1;
const retentionSeconds = retentionDays * 86_400;

/** @param refused trace ids whose schedules are rejected for good */
export function createEnvironment(refused: readonly string[], turn: Turn): HistoryEnvironment {
  const stored = new Map<string, StoredExecution>();
  const recorded = new Map<string, string[]>();
  const schedules = new Map<string, PendingSchedule>();
  const delivered = new Map<string, number>();
  const made = new Map<string, Set<string>>();
  /** The invocation that handed an effect over last, as long as its delivery is not marked. */
  const unmarked = new Map<string, Invocation>();
  const wrong: string[] = [];

  const recordOf = (traceId: string, nowMs: number): StoredExecution | undefined => {
    const record = stored.get(traceId);
    return isExpired(record, nowMs) ? undefined : record;
  };
  const noteResult = ({ traceId, resultJson = '' }: Execution) => {
    recorded.set(traceId, [...(recorded.get(traceId) ?? []), resultJson]);
  };
  const isScheduled = (execution: Execution) => made.get(execution.traceId)?.has(keyOf(execution)) === true;

  const onWrite = (after: StoredExecution, before: StoredExecution | undefined): void => {
    const { traceId, state } = after;
    const isToCome = [...schedules.values()].some(
      ({ ref, publishes }) => ref.traceId === traceId && !publishes,
    );
    if (before === undefined && isToCome) wrong.push(`${traceId} is free while its reminder is to come`);
    if (state === 'pending' || before?.state === state) return;
    noteResult(after);
    if (after.actionType === 'reminder' && state === 'done' && !isScheduled(after))
      wrong.push(`${traceId} is done, and nothing was scheduled`);
  };
  const executions: Executions = createInMemoryExecutions({ stored, retentionDays, onWrite });

  const adapters = {
    reminder: inMemoryScheduler(({ traceId, effectKey, dueSeconds = 0 }, invocation) => {
      const record = stored.get(traceId);
      if (record?.effectKey !== effectKey) wrong.push('a schedule that no record announces');
      const result = JSON.parse(record?.plannedJson ?? record?.resultJson ?? '{}') as { due_at?: string };
      if (Date.parse(result.due_at ?? '') !== dueSeconds * 1000)
        wrong.push(`${traceId} is scheduled for another instant than its result says`);
      if (refused.includes(traceId)) return Promise.resolve({ kind: 'rejected', cause: 'SomeCause' });
      if (!schedules.has(effectKey)) {
        const atMs = Math.max(dueSeconds * 1000, invocation.nowMs);
        schedules.set(effectKey, { ref: { traceId, effectKey }, atMs, publishes: false });
      }
      made.set(traceId, (made.get(traceId) ?? new Set<string>()).add(effectKey));
      return Promise.resolve({ kind: 'done' });
    }),
  };

  const receiver: Delivery = {
    name: 'log',
    handOver: ({ effectKey, dueAt }, invocation) => {
      if (Date.parse(dueAt) > invocation.nowMs) wrong.push('a delivery before its time');
      const count = (delivered.get(effectKey) ?? 0) + 1;
      delivered.set(effectKey, count);
      const last = unmarked.get(effectKey);
      // A second delivery is right only where the outcome of the first one was lost, with its answer or with its invocation.
      const wasLost =
        last !== undefined &&
        (crashing.hasLost(last, 'markDelivered', 'handOver') || leaseEnd(last) <= invocation.nowMs);
      if (count > 1 && !wasLost) wrong.push(`${effectKey} is delivered again, and nothing was lost`);
      unmarked.set(effectKey, invocation);
      return Promise.resolve({ kind: 'done' });
    },
  };

  const topics = { find: () => Promise.resolve(undefined) };
  const marking: Executions = {
    ...executions,
    markDelivered: (ref, deliveredAt, invocation) => {
      unmarked.delete(ref.effectKey);
      return executions.markDelivered(ref, deliveredAt, invocation);
    },
  };
  const crashing = createCrashingPorts({ executions: marking, topics, adapters }, receiver, turn);

  const changeVersion = (traceId: string, nowMs: number): boolean => {
    const record = stored.get(traceId);
    if (record === undefined) return false;
    // A deployment does not wait for invocations, but each of them runs in one version from its beginning to its end.
    if (record.state === 'pending' && (record.leaseUntilMs ?? 0) > nowMs) return false;
    if (record.state === 'failed') {
      // As a later version may write it.
      const later = { success: false, error_code: 'adapter_full', message: 'no more', retryable: false };
      const changed = { ...record, resultJson: JSON.stringify(later), httpStatus: 507 };
      stored.set(traceId, changed);
      noteResult(changed);
      return true;
    }
    // What version 1.0.0 has scheduled and not completed is scheduled again by this version: a known limit of the upgrade.
    if (record.deliveredAt !== undefined || (record.state === 'pending' && isScheduled(record))) return false;
    const { effectKey, effectAtSeconds = 0, plannedJson: _plan, ...rest } = record;
    const { leaseSinceMs: _since, adapter: _adapter, ...old } = rest;
    if (record.state === 'done' && effectKey !== undefined && !schedules.has(effectKey)) return false;
    const expiresAt = effectKey === undefined ? old.expiresAt : effectAtSeconds + retentionSeconds;
    stored.set(traceId, { ...old, expiresAt });
    const schedule = schedules.get(effectKey ?? '');
    if (schedule !== undefined) schedules.set(schedule.ref.effectKey, { ...schedule, publishes: true });
    return true;
  };

  return { ...crashing, recordOf, recorded, schedules, delivered, made, changeVersion, wrong };
}

function keyOf({ traceId, fingerprint, createdAt }: Execution): string {
  return effectKeyOf(idOf('reminder', traceId), fingerprint, createdAt);
}
