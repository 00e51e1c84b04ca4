// Owns: store and scheduler as values in memory, whose every call takes its effect, and answers, when a test says so.
// Leaves to the store's own suites that DynamoDB keeps the same conditions.
import { failure, Fault } from '../../../lib/contract/failure.ts';
import type { Invocation } from '../../../lib/contract/invocation.ts';
import type { Acted, Execution, Ports } from '../../../lib/adapters/ports.ts';

/** What becomes of one call. Lost: the caller hears of a failure. Dead: the invocation is heard of no more. */
export type Luck = 'fine' | 'lost before' | 'lost after' | 'dead before' | 'dead after';

export type Outside = {
  readonly ports: Ports;
  readonly records: Map<string, Execution>;
  /** How often each trace was scheduled for the first time under its name. */
  readonly schedules: Map<string, number>;
  /** What must never be, as it was seen. */
  readonly wrong: string[];
  steps: number;
};

/** Waits for its turn among all that goes on. */
export type Turn = (label: string) => Promise<void>;

/** @param refused traces whose schedules are refused for good */
export function makeOutside(
  refused: readonly string[],
  turn: Turn,
  luckOf: (invocation: Invocation) => Luck,
): Outside {
  const records = new Map<string, Execution>();
  const schedules = new Map<string, number>();
  const wrong: string[] = [];
  const dead = new WeakSet<Invocation>();
  const outside: Outside = { ports: undefined as never, records, schedules, wrong, steps: 0 };

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
  const write = (next: Execution): undefined => {
    const before = records.get(next.traceId);
    if (before !== undefined && before.state !== 'pending')
      wrong.push(`${before.state} became ${next.state}`);
    records.set(next.traceId, next);
    return undefined;
  };
  const isOurs = ({ traceId, token }: Execution) => {
    const standing = records.get(traceId);
    return standing?.state === 'pending' && standing.token === token;
  };

  const ports: Ports = {
    topics: { find: () => Promise.resolve(undefined) },
    executions: {
      record: (execution, invocation) =>
        step('record', invocation, () => records.get(execution.traceId) ?? write(execution), unavailable),
      find: (traceId, invocation) => step('find', invocation, () => records.get(traceId), unavailable),
      claim: (execution, invocation) =>
        step(
          'claim',
          invocation,
          () => {
            const standing = records.get(execution.traceId);
            const free =
              standing?.state === 'pending' &&
              standing.fingerprint === execution.fingerprint &&
              (standing.leaseUntilMs ?? 0) <= invocation.nowMs;
            return standing === undefined || free ? write(execution) : standing;
          },
          unavailable,
        ),
      settle: (settled, invocation) =>
        step(
          'settle',
          invocation,
          () =>
            isOurs(settled) ? write({ ...settled, leaseUntilMs: undefined }) : records.get(settled.traceId),
          unavailable,
        ),
      handBack: (claimed, invocation) =>
        step(
          'hand back',
          invocation,
          () => {
            if (isOurs(claimed)) write({ ...claimed, leaseUntilMs: 0 });
          },
          unavailable,
        ),
    },
    reminders: {
      schedule: ({ traceId }, invocation) =>
        step<Acted>(
          'act',
          invocation,
          () => {
            if (!records.has(traceId)) wrong.push('a schedule that no record announces');
            if (refused.includes(traceId)) return { kind: 'rejected', cause: 'ValidationException' };
            schedules.set(traceId, (schedules.get(traceId) ?? 0) + 1);
            return { kind: 'done' };
          },
          () => ({ kind: 'unavailable', cause: 'TimeoutError' }),
        ),
    },
  };
  return Object.assign(outside, { ports });
}
