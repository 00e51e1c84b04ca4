// From an execution to its item, and back. Lengths matter: an item of at most one kilobyte costs one write unit.
import type { Execution, ExecutionState } from '../../domain/execution.ts';
import type { Item } from './table.ts';

/** @param expiresAt seconds since the epoch, if executions expire */
export function writeItem(execution: Execution, expiresAt: number | undefined): Item {
  const { traceId, fingerprint, actionType, state, resultJson, createdAt, leaseOwner } = execution;
  const { plannedJson, effectKey, adapter, effectAtSeconds, dueSeconds, leaseSinceMs, leaseUntilMs } =
    execution;
  return {
    trace_id: { S: traceId },
    fingerprint: { S: fingerprint },
    action_type: { S: actionType },
    state: { S: state },
    ...(resultJson !== undefined && { execution_result: { S: resultJson } }),
    ...(plannedJson !== undefined && { planned_result: { S: plannedJson } }),
    ...(effectKey !== undefined && { effect_key: { S: effectKey } }),
    ...(adapter !== undefined && { adapter: { S: adapter } }),
    ...(effectAtSeconds !== undefined && { effect_at: asNumber(effectAtSeconds) }),
    ...(dueSeconds !== undefined && { due_at: asNumber(dueSeconds) }),
    created_at: { S: createdAt },
    token: { S: leaseOwner },
    ...(leaseSinceMs !== undefined && { lease_since: asNumber(leaseSinceMs) }),
    ...(leaseUntilMs !== undefined && { lease_until: asNumber(leaseUntilMs) }),
    ...(expiresAt !== undefined && { expires_at: asNumber(expiresAt) }),
  };
}

/** @throws TypeError if the item is not one that this service wrote */
export function readItem(item: Item): Execution {
  return {
    traceId: readText(item, 'trace_id'),
    fingerprint: readText(item, 'fingerprint'),
    actionType: readText(item, 'action_type'),
    state: readText(item, 'state') as ExecutionState,
    resultJson: item['execution_result']?.S,
    httpStatus: readNumber(item, 'http_status'),
    plannedJson: item['planned_result']?.S,
    effectKey: item['effect_key']?.S,
    adapter: item['adapter']?.S,
    effectAtSeconds: readNumber(item, 'effect_at'),
    dueSeconds: readNumber(item, 'due_at'),
    deliveryOwner: item['delivery_token']?.S,
    deliveredAt: item['delivered_at']?.S,
    createdAt: readText(item, 'created_at'),
    leaseOwner: readText(item, 'token'),
    leaseSinceMs: readNumber(item, 'lease_since'),
    leaseUntilMs: readNumber(item, 'lease_until'),
  };
}

export function asNumber(value: number) {
  return { N: String(value) };
}

export function readNumber(item: Item, attribute: string): number | undefined {
  const value = item[attribute]?.N;
  return value === undefined ? undefined : Number(value);
}

function readText(item: Item, attribute: string): string {
  const value = item[attribute]?.S;
  if (value === undefined) throw new TypeError(`the stored execution has no ${attribute}`);
  return value;
}
