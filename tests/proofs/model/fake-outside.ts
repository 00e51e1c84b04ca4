// Owns: store and scheduler as values in memory, whose every call takes its effect, and answers, when a test says so.
// Leaves to the store's own suites that DynamoDB keeps the same conditions.
import type { ReminderEffect } from '../../../lib/actions/plan.ts';
import { effectKeyOf } from '../../../lib/contract/effect-key.ts';
import { failure, Fault } from '../../../lib/contract/failure.ts';
import { idOf } from '../../../lib/contract/ids.ts';
import type { Invocation } from '../../../lib/contract/invocation.ts';
import type { Acted, Execution, Ports } from '../../../lib/adapters/ports.ts';

/** What becomes of one call. Lost: the caller hears of a failure. Dead: the invocation is heard of no more. */
export type Luck = 'fine' | 'lost before' | 'lost after' | 'dead before' | 'dead after';

export type Outside = {
  readonly ports: Ports;
  /** What stands under a trace id and has not expired. */
  readonly recordOf: (traceId: string, nowMs: number) => Execution | undefined;
  /** Every result that was ever recorded under a trace id, and how many executions that were. */
  readonly recorded: Map<string, string[]>;
  /** By effect key. */
  readonly schedules: Map<string, ReminderEffect>;
  /** What must never be, as it was seen. */
  readonly wrong: string[];
  steps: number;
};

type Record = Execution & { readonly expiresAtMs: number };

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
  const schedules = new Map<string, ReminderEffect>();
  const wrong: string[] = [];
  const dead = new WeakSet<Invocation>();
  const recordOf = (traceId: string, nowMs: number): Record | undefined => {
    const held = records.get(traceId);
    return held !== undefined && held.expiresAtMs > nowMs ? held : undefined;
  };
  const outside: Outside = {
    ports: undefined as never,
    recordOf,
    recorded,
    schedules,
    wrong,
    steps: 0,
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
    throw new Fault(failure('store_unavailable'));
  };
  const create = (execution: Execution, nowMs: number): undefined => {
    const { traceId, effectAtSeconds = 0 } = execution;
    const isToCome = [...schedules.values()].some(
      (effect) => effect.traceId === traceId && effect.due.epochSeconds * 1000 > nowMs,
    );
    if (isToCome) wrong.push(`${traceId} is free while its reminder is to come`);
    records.set(traceId, {
      ...execution,
      expiresAtMs: Math.max(nowMs, effectAtSeconds * 1000) + retentionMs,
    });
    if (execution.state === 'done') note(execution);
  };
  const note = ({ traceId, resultJson = '' }: Execution) => {
    recorded.set(traceId, [...(recorded.get(traceId) ?? []), resultJson]);
  };
  /** Changes a record that is still held under this token; else gives what stands there. */
  const update = (
    { traceId, token }: Execution,
    change: Partial<Execution>,
    nowMs: number,
  ): Execution | undefined => {
    const held = records.get(traceId);
    if (held?.state !== 'pending' || held.token !== token) return recordOf(traceId, nowMs) ?? unavailable();
    const next = { ...held, ...change };
    records.set(traceId, next);
    if (next.state !== 'pending') note(next);
    const isScheduled = schedules.has(effectKeyOfRecord(next));
    if (next.actionType === 'reminder' && next.state === 'done' && !isScheduled)
      wrong.push(`${traceId} is done, and nothing is scheduled`);
    return undefined;
  };

  const ports: Ports = {
    topics: { find: () => Promise.resolve(undefined) },
    executions: {
      record: (execution, invocation) =>
        step(
          execution.state === 'done' ? 'record' : 'claim',
          invocation,
          () => recordOf(execution.traceId, invocation.nowMs) ?? create(execution, invocation.nowMs),
          unavailable,
        ),
      find: (traceId, invocation) =>
        step('find', invocation, () => recordOf(traceId, invocation.nowMs), unavailable),
      takeOver: (seen, holder, invocation) =>
        step('take over', invocation, () => update(seen, holder, invocation.nowMs), unavailable),
      settle: (settled, invocation) =>
        step(
          'settle',
          invocation,
          () => {
            const { state, resultJson } = settled;
            return update(settled, { state, resultJson, leaseUntilMs: undefined }, invocation.nowMs);
          },
          unavailable,
        ),
      handBack: (claimed, invocation) =>
        step(
          'hand back',
          invocation,
          () => {
            const held = records.get(claimed.traceId);
            if (held?.token === claimed.token) update(claimed, { leaseUntilMs: 0 }, invocation.nowMs);
          },
          unavailable,
        ),
    },
    reminders: {
      schedule: (effect, effectKey, invocation) =>
        step<Acted>(
          'act',
          invocation,
          () => {
            const { traceId } = effect;
            const held = records.get(traceId);
            if (held === undefined || effectKeyOfRecord(held) !== effectKey)
              wrong.push('a schedule that no record announces');
            if (refused.includes(traceId)) return { kind: 'rejected', cause: 'ValidationException' };
            if (!schedules.has(effectKey)) schedules.set(effectKey, effect);
            return { kind: 'done' };
          },
          () => ({ kind: 'unavailable', cause: 'TimeoutError' }),
        ),
    },
  };
  return Object.assign(outside, { ports });
}

function effectKeyOfRecord({ traceId, fingerprint, createdAt }: Execution): string {
  return effectKeyOf(idOf('reminder', traceId), fingerprint, createdAt);
}
