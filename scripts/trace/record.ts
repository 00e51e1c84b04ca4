// Owns: the stored item of one execution, read, and stripped of payload values for those who did not ask for them.
import { readItem } from '../../lib/adapters/dynamodb/items.ts';
import { actionTable } from '../../lib/generated/tables.ts';
import { isExactNumber, parseExact } from '../shared/json.ts';
import { parseObject } from './lines.ts';

export interface StoredRecord {
  readonly state: string;
  readonly actionType: string;
  readonly createdAtMs: number;
  readonly fingerprint: string;
  readonly leaseUntilMs: number | undefined;
  readonly expiresAtMs: number | undefined;
  readonly result: Readonly<Record<string, unknown>>;
  /** The result that a pending execution is to have. */
  readonly plannedResult: Readonly<Record<string, unknown>> | undefined;
  /** When its reminder is to be delivered. */
  readonly effectAtMs: number | undefined;
  readonly deliveredAtMs: number | undefined;
  /** Until when a try to deliver it holds it. */
  readonly deliveryUntilMs: number | undefined;
}

/** @throws TypeError where the item is not one that this service wrote */
export function readRecord(item: Parameters<typeof readItem>[0]): StoredRecord {
  const { state, actionType, createdAt, fingerprint, leaseUntilMs, resultJson, plannedJson, ...more } =
    readItem(item);
  const { effectAtSeconds, deliveredAt } = more;
  const createdAtMs = Date.parse(createdAt);
  if (Number.isNaN(createdAtMs)) throw new TypeError('the stored execution has no time in created_at');
  return {
    state,
    actionType,
    createdAtMs,
    fingerprint,
    leaseUntilMs,
    expiresAtMs: ifThere(item['expires_at']?.N, (seconds) => Number(seconds) * 1000),
    result: parseObject(resultJson ?? '{}', parseExact) ?? {},
    plannedResult: ifThere(plannedJson, (json) => parseObject(json, parseExact)),
    effectAtMs: ifThere(effectAtSeconds, (seconds) => seconds * 1000),
    deliveredAtMs: ifThere(deliveredAt, Date.parse),
    deliveryUntilMs: ifThere(item['delivery_until']?.N, Number),
  };
}

function ifThere<Value, Result>(
  value: Value | undefined,
  read: (value: Value) => Result,
): Result | undefined {
  return value === undefined ? undefined : read(value);
}

// What the service itself says. A failure's `message` is ours; a success's is the payload's own field of that name.
const idFields: readonly string[] = Object.values(actionTable).flatMap(({ idField }) => idField ?? []);
const ownFields = new Set(['success', ...idFields, 'mocked', 'error_code', 'retryable']);

export function isOwnField(result: StoredRecord['result'], name: string): boolean {
  return ownFields.has(name) || (name === 'message' && result['success'] === false);
}

/** How much there is of a hidden value: `21 characters`, `3 entries`. */
export function measure(value: unknown): string {
  const counted = (count: number, one: string, many: string): string =>
    `${count} ${count === 1 ? one : many}`;
  if (typeof value === 'string') return counted(Array.from(value).length, 'character', 'characters');
  if (Array.isArray(value)) return counted(value.length, 'entry', 'entries');
  if (isExactNumber(value)) return 'number';
  if (typeof value === 'object' && value !== null)
    return counted(Object.keys(value).length, 'field', 'fields');
  return typeof value;
}

/** The result with every payload value replaced by its measure. */
export function withoutValues(result: StoredRecord['result']): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(result).map(([name, value]) => [
      name,
      isOwnField(result, name) ? value : { hidden: measure(value) },
    ]),
  );
}

/** The id of the thing that was made: `task_001`. */
export function idOf(fields: Readonly<Record<string, unknown>>): string | undefined {
  for (const name of idFields) {
    const id = fields[name];
    if (typeof id === 'string') return id;
  }
  return undefined;
}
