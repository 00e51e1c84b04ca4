// Reads the stored record of an execution, tells the state of its delivery, and hides its payload values.
import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { readItem, readNumber } from '../../lib/adapters/dynamodb/items.ts';
import type { Item } from '../../lib/adapters/dynamodb/table.ts';
import type { JsonObject } from '../../lib/domain/json.ts';
import { actionTable } from '../../lib/generated/tables.ts';
import { isExactNumber, parseExact } from '../shared/json.ts';

export type StoredRecord = {
  readonly state: string;
  readonly actionType: string;
  readonly fingerprint: string;
  /** The adapter with which it was begun, if it happens outside. */
  readonly adapter: string | undefined;
  readonly createdAtMs: number;
  readonly leaseUntilMs: number | undefined;
  readonly expiresAtMs: number | undefined;
  readonly result: JsonObject;
  /** The result that a pending execution is to have. */
  readonly plannedResult: JsonObject | undefined;
  /** While it is pending: when it is due, if the outside system only has to know. */
  readonly dueOutsideAtMs: number | undefined;
  /** When its reminder is due, when it was delivered, and until when a try to deliver it holds it. */
  readonly dueAtMs: number | undefined;
  readonly deliveredAtMs: number | undefined;
  readonly deliveryUntilMs: number | undefined;
};

/**
 * `in_progress`: a try holds it. `due`: its time has come, and the first try may not have begun yet.
 * `unrecorded`: version 1.0.0 scheduled it; its schedule publishes by itself, and nothing records that.
 */
export type DeliveryState = 'delivered' | 'in_progress' | 'upcoming' | 'due' | 'overdue' | 'unrecorded';

// EventBridge Scheduler fires within a minute of the time of a schedule.
const firingMs = 60_000;

// What the service itself says, and what an outside system calls what it made. A failure's `message` is ours; a success's is the payload's own field of that name.
const idFields: readonly string[] = Object.values(actionTable).flatMap(({ idField }) => idField ?? []);
const ownFields = new Set(['success', ...idFields, 'mocked', 'external', 'error_code', 'retryable']);

/** Reads the record with `client`, and closes it. */
export async function fetchRecord(
  client: DynamoDBClient,
  table: string,
  traceId: string,
  abortSignal: AbortSignal,
): Promise<StoredRecord | undefined> {
  try {
    const get = { TableName: table, Key: { trace_id: { S: traceId } }, ConsistentRead: true };
    const { Item: item } = await client.send(new GetItemCommand(get), { abortSignal });
    return item === undefined ? undefined : readRecord(item);
  } finally {
    client.destroy();
  }
}

/** @throws TypeError where the item is not one that this service wrote */
export function readRecord(item: Item): StoredRecord {
  const { createdAt, deliveredAt, effectAtSeconds, plannedJson, resultJson = '{}', ...same } = readItem(item);
  const createdAtMs = Date.parse(createdAt);
  if (Number.isNaN(createdAtMs)) throw new TypeError('the stored execution has no time in created_at');
  const inMs = (seconds: number | undefined): number | undefined => seconds && seconds * 1000;
  return {
    state: same.state,
    actionType: same.actionType,
    fingerprint: same.fingerprint,
    adapter: item['adapter']?.S,
    createdAtMs,
    leaseUntilMs: same.leaseUntilMs,
    expiresAtMs: inMs(readNumber(item, 'expires_at')),
    result: parseExact(resultJson) as JsonObject,
    plannedResult: plannedJson === undefined ? undefined : (parseExact(plannedJson) as JsonObject),
    dueOutsideAtMs: inMs(readNumber(item, 'due_at')),
    dueAtMs: inMs(effectAtSeconds),
    deliveredAtMs: deliveredAt === undefined ? undefined : Date.parse(deliveredAt),
    deliveryUntilMs: readNumber(item, 'delivery_until'),
  };
}

/** Nothing where no reminder is to be delivered: another action, or one that failed for good. */
export function deliveryStateOf(record: StoredRecord, nowMs: number): DeliveryState | undefined {
  const { state, actionType, dueAtMs, deliveredAtMs, deliveryUntilMs = 0 } = record;
  if (state === 'failed') return undefined;
  if (deliveredAtMs !== undefined) return 'delivered';
  // With another adapter than EventBridge the outside system reminds.
  const isOfFirstVersion = actionType === 'reminder' && state === 'done' && record.adapter === undefined;
  if (dueAtMs === undefined) return isOfFirstVersion ? 'unrecorded' : undefined;
  if (deliveryUntilMs > nowMs) return 'in_progress';
  if (dueAtMs > nowMs) return 'upcoming';
  return dueAtMs + firingMs > nowMs ? 'due' : 'overdue';
}

/** The id of what was made: `task_001`. */
export function idIn(fields: JsonObject): string | undefined {
  return idFields.map((name) => fields[name]).find((id) => typeof id === 'string');
}

/** What is shown of a result's field to those who did not ask for payload values: `21 characters`, or nothing where it is no payload. */
export function hiddenSize(result: JsonObject, name: string): string | undefined {
  if (ownFields.has(name) || (name === 'message' && result['success'] === false)) return undefined;
  const value = result[name];
  const count = (counted: number, unit: string): string => `${counted} ${unit}${counted === 1 ? '' : 's'}`;
  if (typeof value === 'string') return count(Array.from(value).length, 'character');
  if (Array.isArray(value)) return count(value.length, 'item');
  if (isExactNumber(value)) return 'number';
  return typeof value === 'object' && value !== null
    ? count(Object.keys(value).length, 'field')
    : typeof value;
}
