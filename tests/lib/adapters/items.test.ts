// Owns the item of an execution: attribute for attribute, there and back, and when it counts as absent.
import { expect, test } from '@jest/globals';
import { isExpired, readItem, writeItem } from '../../../lib/adapters/dynamodb/items.ts';
import { doneExecution, pendingExecution } from '../../support/executions.ts';

const traceId = 'task-7';
const done = doneExecution({ traceId });
const pending = pendingExecution({
  traceId,
  leaseSinceMs: 1_699_999_990_000,
  leaseUntilMs: 1_700_000_000_000,
});

test('a done execution has no lease, and a time only where it expires', () => {
  const item = {
    trace_id: { S: traceId },
    fingerprint: { S: done.fingerprint },
    action_type: { S: 'task' },
    state: { S: 'done' },
    execution_result: { S: done.resultJson },
    created_at: { S: done.createdAt },
    token: { S: 'first' },
  };
  expect(writeItem(done, undefined)).toStrictEqual(item);
  expect(writeItem(done, 1_900_000_000)).toStrictEqual({ ...item, expires_at: { N: '1900000000' } });
});

test('a pending execution has a lease and no result', () => {
  expect(writeItem(pending, undefined)).toStrictEqual({
    trace_id: { S: traceId },
    fingerprint: { S: pending.fingerprint },
    action_type: { S: 'reminder' },
    state: { S: 'pending' },
    created_at: { S: pending.createdAt },
    token: { S: 'first' },
    lease_since: { N: '1699999990000' },
    lease_until: { N: '1700000000000' },
  });
});

const planned = pendingExecution({
  traceId,
  plannedJson: '{"planned":1}',
  effectKey: 'e'.repeat(64),
  effectAtSeconds: 1_900_000_000,
});

test('a pending execution of an effect has its plan, its key and its second', () => {
  expect(writeItem(planned, undefined)).toMatchObject({
    planned_result: { S: '{"planned":1}' },
    effect_key: { S: 'e'.repeat(64) },
    effect_at: { N: '1900000000' },
  });
});

test('what others write to an item is read: a status, a delivery begun, a delivery done', () => {
  const item = {
    ...writeItem(done, undefined),
    http_status: { N: '507' },
    delivery_token: { S: 'courier' },
    delivered_at: { S: '2031-04-01T10:00:00Z' },
  };
  expect(readItem(item)).toEqual({
    ...done,
    httpStatus: 507,
    deliveryToken: 'courier',
    deliveredAt: '2031-04-01T10:00:00Z',
  });
});

test.each([done, pending, planned])('what is written is read back', (execution) => {
  expect(readItem(writeItem(execution, 1))).toEqual(execution);
});

test.each(['trace_id', 'fingerprint', 'action_type', 'state', 'created_at', 'token'])(
  'an item without %s is not of this service',
  (attribute) => {
    const { [attribute]: _gone, ...rest } = writeItem(done, undefined);
    const error = new TypeError(`the stored execution has no ${attribute}`);
    expect(() => readItem(rest)).toThrow(error);
    expect(() => readItem({ ...rest, [attribute]: { N: '1' } })).toThrow(error);
  },
);

test('a result or a lease of another type counts as none', () => {
  const item = { ...writeItem(done, undefined), execution_result: { N: '1' }, lease_until: { S: 'x' } };
  expect(readItem(item)).toMatchObject({ resultJson: undefined, leaseUntilMs: undefined });
});

test.each([
  [1_900_000_000_999, true],
  [1_900_000_000_000, true],
  [1_899_999_999_999, false],
])('an item that expires at 1900000000 s is, at %d ms, expired: %s', (nowMs, expired) => {
  expect(isExpired(writeItem(done, 1_900_000_000), nowMs)).toBe(expired);
});

test('an item without a time never expires', () => {
  expect(isExpired(writeItem(done, undefined), Number.MAX_SAFE_INTEGER)).toBe(false);
  expect(isExpired({ expires_at: { S: '1' } }, Number.MAX_SAFE_INTEGER)).toBe(false);
});
