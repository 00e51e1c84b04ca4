// When an execution expires, and counts as absent. DynamoDB itself may keep the item for days after that.
import type { Execution } from '../../domain/execution.ts';
import { readNumber } from './items.ts';
import type { Item } from './table.ts';

const secondsPerDay = 86_400;

/**
 * @param retentionDays `undefined`: executions never expire
 * @returns seconds since the epoch
 */
export function expiryFrom(fromMs: number, retentionDays: number | undefined): number | undefined {
  return retentionDays === undefined ? undefined : Math.floor(fromMs / 1000) + retentionDays * secondsPerDay;
}

/** Whether the effect of an execution is still to come: until its delivery it does not expire. */
export function isToBeDelivered({ state, effectAtSeconds, deliveredAt }: Execution): boolean {
  return state !== 'failed' && effectAtSeconds !== undefined && deliveredAt === undefined;
}

export function isExpired(item: Item, nowMs: number): boolean {
  return (readNumber(item, 'expires_at') ?? Infinity) <= Math.floor(nowMs / 1000);
}
