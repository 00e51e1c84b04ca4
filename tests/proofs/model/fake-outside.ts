// Owns: store, scheduler and receiver as values in memory, whose every call takes its effect, and answers, when a test says so.
// The scheduler forgets what it has fired. Leaves to the store's own suites that DynamoDB keeps the same conditions.
import { effectKeyOf } from '../../../lib/domain/effect-key.ts';
import { failure, FailureError } from '../../../lib/domain/failure.ts';
import { idOf } from '../../../lib/domain/ids.ts';
import { leaseEnd, type Invocation } from '../../../lib/domain/invocation.ts';
import type { EffectRef, EffectResult } from '../../../lib/domain/effect.ts';
import type { Delivery } from '../../../lib/ports/delivery.ts';
import type { Execution } from '../../../lib/domain/execution.ts';
import type { Ports } from '../../../lib/ports/ports.ts';

/** What becomes of one call. Lost: the caller hears of a failure. Dead: the invocation is heard of no more. */
export type Luck = 'fine' | 'lost before' | 'lost after' | 'dead before' | 'dead after';

/** A schedule that has not fired, and where it leads: a version before deliveries went through the record had it publish by itself. */
export type Schedule = { readonly due: EffectRef; readonly atMs: number; readonly publishes: boolean };

export type Outside = {
  readonly ports: Ports;
  readonly delivery: Delivery;
  /** What stands under a trace id and has not expired. */
  readonly recordOf: (traceId: string, nowMs: number) => Execution | undefined;
  /** Every result that was ever recorded under a trace id, and how many executions that were. */
  readonly recorded: Map<string, string[]>;
  /** What the scheduler holds, by effect key. */
  readonly schedules: Map<string, Schedule>;
  /** How often something was delivered, by effect key. */
  readonly delivered: Map<string, number>;
  /** Every effect key that was ever scheduled, by trace. */
  readonly made: Map<string, Set<string>>;
  /** Makes the record of a trace one that an earlier version wrote, or a later one. */
  readonly changeVersion: (traceId: string, nowMs: number) => boolean;
  /** What must never be, as it was seen. */
  readonly wrong: string[];
  steps: number;
};

type Record = Execution & { readonly expiresAtMs: number; readonly deliveryUntilMs?: number };

/** How long an execution is kept, and beyond its delivery if that is to come. */
const retentionMs = 86_400_000;

/** Waits for its turn among all that goes on. */
export type Turn = (label: string) => Promise<void>;

/** @param refused traces whose schedules are refused for good */
export function makeOutside(
  refused: readonly string[],
  turn: Turn,
  luckOf: (invocation: Invocation) => Luck,
): Outside {
  const records = new Map<string, Record>();
  const recorded = new Map<string, string[]>();
  const schedules = new Map<string, Schedule>();
  const delivered = new Map<string, number>();
  const made = new Map<string, Set<string>>();
  /** The last hand-over of an effect, as long as no one could record it. */
  const unrecorded = new Map<string, Invocation>();
  const wrong: string[] = [];
  const dead = new WeakSet<Invocation>();
  const recordOf = (traceId: string, nowMs: number): Record | undefined => {
    const held = records.get(traceId);
    return held !== undefined && held.expiresAtMs > nowMs ? held : undefined;
  };

  const step = async <Result>(
    label: string,
    invocation: Invocation,
    take: () => Result,
    lose: () => Result,
  ): Promise<Result> => {
    const luck = luckOf(invocation);
    outside.steps += 1;
    await turn(`${label} begins`);
    if (dead.has(invocation) || luck === 'dead before') return await die(invocation);
    // As the adapters do: nothing is sent once the time is up.
    if (luck === 'lost before' || invocation.remainingMs() <= 0) return lose();
    const result = take();
    await turn(`${label} answers`);
    if (luck === 'dead after') return await die(invocation);
    return luck === 'lost after' ? lose() : result;
  };
  const die = (invocation: Invocation): Promise<never> => {
    dead.add(invocation);
    return new Promise(() => undefined);
  };
  const unavailable = (): never => {
    throw new FailureError(failure('store_unavailable'));
  };
  const create = (execution: Execution, nowMs: number): undefined => {
    const { traceId, effectAtSeconds } = execution;
    const isToCome = [...schedules.values()].some((held) => held.due.traceId === traceId && !held.publishes);
    if (isToCome) wrong.push(`${traceId} is free while its reminder is to come`);
    const expiresAtMs = effectAtSeconds === undefined ? nowMs + retentionMs : Infinity;
    records.set(traceId, { ...execution, expiresAtMs });
    if (execution.state === 'done') note(execution);
  };
  const note = ({ traceId, resultJson = '' }: Execution) => {
    recorded.set(traceId, [...(recorded.get(traceId) ?? []), resultJson]);
  };
  /** Changes a record that is still held under this token; gives what stands there then. */
  const update = ({ traceId, leaseOwner }: Execution, change: Partial<Record>, nowMs: number): Execution => {
    const held = records.get(traceId);
    if (held?.state !== 'pending' || held.leaseOwner !== leaseOwner)
      return recordOf(traceId, nowMs) ?? unavailable();
    const next = { ...held, ...change };
    records.set(traceId, next);
    if (next.state !== 'pending') note(next);
    if (
      next.actionType === 'reminder' &&
      next.state === 'done' &&
      made.get(traceId)?.has(keyOf(next)) !== true
    )
      wrong.push(`${traceId} is done, and nothing was scheduled`);
    return next;
  };
  /** Changes the delivery of a record, if it is this invocation's. */
  const updateDelivery = (
    { traceId, effectKey }: EffectRef,
    { leaseOwner }: Invocation,
    change: Partial<Record>,
  ): void => {
    const held = records.get(traceId);
    if (held?.effectKey === effectKey && held.deliveryOwner === leaseOwner)
      records.set(traceId, { ...held, ...change, deliveryOwner: undefined });
  };

  const ports: Ports = {
    topics: { find: () => Promise.resolve(undefined) },
    executions: {
      putIfAbsent: (execution, invocation) =>
        step(
          execution.state === 'done' ? 'record' : 'claim',
          invocation,
          () => recordOf(execution.traceId, invocation.nowMs) ?? create(execution, invocation.nowMs),
          unavailable,
        ),
      find: (traceId, invocation) =>
        step('find', invocation, () => recordOf(traceId, invocation.nowMs), unavailable),
      takeOver: (seen, taken, invocation) =>
        step(
          'take over',
          invocation,
          () => {
            const { leaseOwner, leaseSinceMs, leaseUntilMs, plannedJson, effectKey, effectAtSeconds } = taken;
            const change = {
              leaseOwner,
              leaseSinceMs,
              leaseUntilMs,
              plannedJson,
              effectKey,
              effectAtSeconds,
            };
            return update(seen, { ...change, expiresAtMs: Infinity }, invocation.nowMs);
          },
          unavailable,
        ),
      complete: (settled, invocation) =>
        step(
          'settle',
          invocation,
          () => {
            const { state, resultJson, httpStatus } = settled;
            const gone = { plannedJson: undefined, leaseUntilMs: undefined };
            const expiry = state === 'failed' ? { expiresAtMs: invocation.nowMs + retentionMs } : {};
            const before = records.get(settled.traceId);
            const next = update(
              settled,
              { state, resultJson, httpStatus, ...gone, ...expiry },
              invocation.nowMs,
            );
            return before?.state === 'pending' && before.leaseOwner === settled.leaseOwner ? undefined : next;
          },
          unavailable,
        ),
      release: (claimed, invocation) =>
        step(
          'hand back',
          invocation,
          () => {
            const held = records.get(claimed.traceId);
            if (held?.leaseOwner === claimed.leaseOwner)
              update(claimed, { leaseUntilMs: 0 }, invocation.nowMs);
          },
          unavailable,
        ),
      claimDelivery: (due, dueSeconds, invocation) =>
        step(
          'claim of delivery',
          invocation,
          () => {
            const held = recordOf(due.traceId, invocation.nowMs);
            const { nowMs, leaseOwner } = invocation;
            const isFree =
              held?.deliveryOwner === undefined ||
              held.deliveryOwner === leaseOwner ||
              (held.deliveryUntilMs ?? 0) <= nowMs;
            const isDue =
              held?.effectKey === due.effectKey &&
              (held.effectAtSeconds ?? Infinity) <= dueSeconds &&
              held.deliveredAt === undefined;
            if (held === undefined || !isFree || !isDue) return held;
            const next = { ...held, deliveryOwner: leaseOwner, deliveryUntilMs: leaseEnd(invocation) };
            records.set(due.traceId, next);
            return next;
          },
          unavailable,
        ),
      markDelivered: (due, deliveredAt, invocation) =>
        step(
          'mark',
          invocation,
          () => {
            unrecorded.delete(due.effectKey);
            updateDelivery(due, invocation, {
              deliveredAt,
              expiresAtMs: Date.parse(deliveredAt) + retentionMs,
            });
          },
          () => {
            lostMarks.add(invocation);
            return unavailable();
          },
        ),
      releaseDelivery: (due, invocation) =>
        step('release', invocation, () => updateDelivery(due, invocation, {}), unavailable),
    },
    reminders: {
      schedule: ({ traceId, effectKey }, atSeconds, invocation) =>
        step<EffectResult>(
          'act',
          invocation,
          () => {
            const held = records.get(traceId);
            if (held?.effectKey !== effectKey) wrong.push('a schedule that no record announces');
            const told = JSON.parse(held?.plannedJson ?? held?.resultJson ?? '{}') as { due_at?: string };
            if (Date.parse(told.due_at ?? '') !== atSeconds * 1000)
              wrong.push(`${traceId} is scheduled for another instant than it is told`);
            if (refused.includes(traceId)) return { kind: 'rejected', cause: 'SomeCause' };
            if (!schedules.has(effectKey)) {
              const atMs = Math.max(atSeconds * 1000, invocation.nowMs);
              schedules.set(effectKey, { due: { traceId, effectKey }, atMs, publishes: false });
            }
            made.set(traceId, (made.get(traceId) ?? new Set<string>()).add(effectKey));
            return { kind: 'done' };
          },
          () => ({ kind: 'unavailable', cause: 'TimeoutError' }),
        ),
    },
  };
  /** Invocations that could not record what they had handed over. */
  const lostMarks = new WeakSet<Invocation>();
  const lostAnswers = new WeakSet<Invocation>();
  const delivery: Delivery = {
    name: 'log',
    handOver: ({ effectKey, dueAt }, invocation) =>
      step<EffectResult>(
        'hand-over',
        invocation,
        () => {
          if (Date.parse(dueAt) > invocation.nowMs) wrong.push('a delivery before its time');
          const count = (delivered.get(effectKey) ?? 0) + 1;
          delivered.set(effectKey, count);
          const before = unrecorded.get(effectKey);
          // A second one is right only where what came of the first was lost, with its answer or with its invocation.
          const wasLost =
            before !== undefined &&
            (dead.has(before) ||
              lostMarks.has(before) ||
              lostAnswers.has(before) ||
              leaseEnd(before) <= invocation.nowMs);
          if (count > 1 && !wasLost) wrong.push(`${effectKey} is delivered again, and nothing was lost`);
          unrecorded.set(effectKey, invocation);
          return { kind: 'done' };
        },
        () => {
          lostAnswers.add(invocation);
          return { kind: 'unavailable', cause: 'TimeoutError' };
        },
      ),
  };

  const changeVersion = (traceId: string, nowMs: number): boolean => {
    const held = records.get(traceId);
    // A deployment waits for no one, but an invocation is of one version from its beginning to its end.
    if (held?.state === 'pending' && (held.leaseUntilMs ?? 0) > nowMs) return false;
    if (held?.state === 'failed') {
      // As a later version may write it.
      const later = { success: false, error_code: 'adapter_full', message: 'no more', retryable: false };
      const resultJson = JSON.stringify(later);
      records.set(traceId, { ...held, resultJson, httpStatus: 507 });
      note({ ...held, resultJson });
      return true;
    }
    const isScheduled = held !== undefined && made.get(traceId)?.has(keyOf(held)) === true;
    // What version 1.0.0 has scheduled and not settled is scheduled anew by this one: a known limit of the upgrade.
    if (held === undefined || held.deliveredAt !== undefined || (held.state === 'pending' && isScheduled))
      return false;
    if (held.state === 'done' && held.effectKey !== undefined && !schedules.has(held.effectKey)) return false;
    const { effectKey, effectAtSeconds = 0, plannedJson: _plan, leaseSinceMs: _since, ...old } = held;
    records.set(traceId, {
      ...old,
      expiresAtMs: effectKey === undefined ? old.expiresAtMs : effectAtSeconds * 1000 + retentionMs,
    });
    const schedule = schedules.get(effectKey ?? '');
    if (schedule !== undefined) schedules.set(schedule.due.effectKey, { ...schedule, publishes: true });
    return true;
  };

  const outside: Outside = {
    ports,
    delivery,
    recordOf,
    recorded,
    schedules,
    delivered,
    made,
    changeVersion,
    wrong,
    steps: 0,
  };
  return outside;
}

function keyOf({ traceId, fingerprint, createdAt }: Execution): string {
  return effectKeyOf(idOf('reminder', traceId), fingerprint, createdAt);
}
