// Keeps executions in memory. Passes the same suite as the store on DynamoDB: tests/lib/ports/executions.test.ts.
import type { EffectRef } from '../../lib/domain/effect.ts';
import type { Execution } from '../../lib/domain/execution.ts';
import { failure, FailureError } from '../../lib/domain/failure.ts';
import { leaseEnd, type Invocation } from '../../lib/domain/invocation.ts';
import type { Executions } from '../../lib/ports/executions.ts';

export type StoredExecution = Execution & {
  /** Seconds since the epoch; absent where the execution does not expire. */
  readonly expiresAt?: number | undefined;
  /** End of the lease of its delivery: milliseconds since the epoch. */
  readonly deliveryUntilMs?: number | undefined;
};

export type InMemoryOptions = {
  /** By trace id. A test may write to it. */
  readonly stored?: Map<string, StoredExecution>;
  /** Days after which an execution counts as absent; never by default. */
  readonly retentionDays?: number;
  /** Called for each write with the execution as it was before, unless that had expired. */
  readonly onWrite?: (after: StoredExecution, before: StoredExecution | undefined) => void;
};

export function createInMemoryExecutions(options: InMemoryOptions = {}): Executions {
  const { stored = new Map<string, StoredExecution>(), retentionDays, onWrite } = options;

  function findUnexpired(traceId: string, { nowMs }: Invocation): StoredExecution | undefined {
    const found = stored.get(traceId);
    return retentionDays !== undefined && isExpired(found, nowMs) ? undefined : found;
  }

  const expiryFrom = (fromMs: number) =>
    retentionDays === undefined ? undefined : Math.floor(fromMs / 1000) + retentionDays * 86_400;
  const expiryOf = (execution: Execution, nowMs: number) =>
    isToBeDelivered(execution) ? undefined : expiryFrom(nowMs);

  function write(after: StoredExecution, invocation: Invocation): Execution {
    onWrite?.(after, findUnexpired(after.traceId, invocation));
    stored.set(after.traceId, after);
    return asExecution(after);
  }

  /** One call of the store. */
  const call = async <Result>(invocation: Invocation, act: () => Result): Promise<Result> => {
    invocation.storeCalls += 1;
    return await Promise.resolve(act());
  };

  const endDelivery = (
    { traceId, effectKey }: EffectRef,
    invocation: Invocation,
    change: Partial<StoredExecution>,
  ) =>
    call(invocation, () => {
      const existing = stored.get(traceId);
      if (existing?.effectKey !== effectKey || existing.deliveryOwner !== invocation.leaseOwner) return;
      write({ ...existing, ...change, deliveryOwner: undefined, deliveryUntilMs: undefined }, invocation);
    });

  return {
    find: (traceId, invocation) =>
      call(invocation, () => {
        const found = findUnexpired(traceId, invocation);
        return found && asExecution(found);
      }),

    putIfAbsent: (execution, invocation) =>
      call(invocation, () => {
        const existing = findUnexpired(execution.traceId, invocation);
        if (existing !== undefined) return asExecution(existing);
        write({ ...execution, expiresAt: expiryOf(execution, invocation.nowMs) }, invocation);
        return undefined;
      }),

    takeOver: (seen, taken, invocation) =>
      call(invocation, () => {
        const existing = stored.get(seen.traceId) ?? vanished();
        if (!isOwned(existing, seen)) return asExecution(existing);
        const { leaseOwner, leaseSinceMs, leaseUntilMs, plannedJson, effectKey, adapter } = taken;
        const { effectAtSeconds, dueSeconds } = taken;
        const lease = { leaseOwner, leaseSinceMs, leaseUntilMs };
        const change = { ...lease, plannedJson, effectKey, adapter, effectAtSeconds, dueSeconds };
        const expiresAt = isToBeDelivered(taken) ? undefined : existing.expiresAt;
        return write({ ...existing, ...change, expiresAt }, invocation);
      }),

    complete: (completed, invocation) =>
      call(invocation, () => {
        const existing = stored.get(completed.traceId) ?? vanished();
        if (!isOwned(existing, completed)) return asExecution(existing);
        const { state, resultJson, httpStatus = existing.httpStatus } = completed;
        const lease = { leaseSinceMs: undefined, leaseUntilMs: undefined };
        const removed = { plannedJson: undefined, dueSeconds: undefined, ...lease };
        const expiresAt = expiryOf(completed, invocation.nowMs) ?? existing.expiresAt;
        write({ ...existing, state, resultJson, httpStatus, ...removed, expiresAt }, invocation);
        return undefined;
      }),

    release: (claimed, invocation) =>
      call(invocation, () => {
        const existing = stored.get(claimed.traceId);
        if (existing !== undefined && isOwned(existing, claimed))
          write({ ...existing, leaseUntilMs: 0 }, invocation);
      }),

    claimDelivery: ({ traceId, effectKey }, dueSeconds, invocation) =>
      call(invocation, () => {
        const existing = stored.get(traceId);
        if (existing === undefined) return undefined;
        const { effectAtSeconds = Infinity, deliveredAt, deliveryOwner, deliveryUntilMs = 0 } = existing;
        const isDue = effectAtSeconds <= dueSeconds && deliveredAt === undefined;
        const isFree = deliveryUntilMs <= invocation.nowMs || deliveryOwner === invocation.leaseOwner;
        if (existing.effectKey !== effectKey || !isDue || !isFree) return asExecution(existing);
        const lease = { deliveryOwner: invocation.leaseOwner, deliveryUntilMs: leaseEnd(invocation) };
        return write({ ...existing, ...lease }, invocation);
      }),

    markDelivered: (ref, deliveredAt, invocation) => {
      const expiresAt = expiryFrom(Date.parse(deliveredAt));
      const expiry = expiresAt === undefined ? {} : { expiresAt };
      return endDelivery(ref, invocation, { deliveredAt, ...expiry });
    },

    releaseDelivery: (ref, invocation) => endDelivery(ref, invocation, {}),
  };
}

export function isExpired(stored: StoredExecution | undefined, nowMs: number): boolean {
  return (stored?.expiresAt ?? Infinity) <= Math.floor(nowMs / 1000);
}

function isToBeDelivered({ state, effectAtSeconds, deliveredAt }: Execution): boolean {
  return state !== 'failed' && effectAtSeconds !== undefined && deliveredAt === undefined;
}

/** Whether the claim that a caller knows is still the existing one. */
function isOwned(existing: Execution, { leaseOwner }: Execution): boolean {
  return existing.state === 'pending' && existing.leaseOwner === leaseOwner;
}

function vanished(): never {
  throw new FailureError(failure('store_unavailable', { cause: 'ExecutionVanished' }));
}

function asExecution({
  expiresAt: _expiry,
  deliveryUntilMs: _lease,
  ...execution
}: StoredExecution): Execution {
  return execution;
}
