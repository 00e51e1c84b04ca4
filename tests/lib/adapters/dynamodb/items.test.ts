// The item of an execution: its attributes, written and read.
import { expect, test } from '@jest/globals';
import { readItem, writeItem } from '../../../../lib/adapters/dynamodb/items.ts';
import { doneExecution, pendingExecution } from '../../../support/executions.ts';

const traceId = 'task-7';
const done = doneExecution({ traceId });
const pending = pendingExecution({
  traceId,
  leaseSinceMs: 1_699_999_990_000,
  leaseUntilMs: 1_700_000_000_000,
});

test('the item of a completed execution has no lease, and an expiry only where it expires', () => {
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

test('the item of a pending execution has a lease and no result', () => {
  expect(writeItem(pending, undefined)).toStrictEqual({
    trace_id: { S: traceId },
    fingerprint: { S: pending.fingerprint },
    action_type: { S: 'reminder' },
    state: { S: 'pending' },
    created_at: { S: pending.createdAt },
    token: { S: 'first' },
    adapter: { S: 'eventbridge' },
    lease_since: { N: '1699999990000' },
    lease_until: { N: '1700000000000' },
  });
});

test('the item keeps the plan of an effect, its key and its time, and the state of its delivery', () => {
  const planned = { ...pending, plannedJson: '{"planned":1}', effectKey: 'key', effectAtSeconds: 7 };
  const item = writeItem(planned, undefined);
  expect(item).toMatchObject({
    planned_result: { S: '{"planned":1}' },
    effect_key: { S: 'key' },
    effect_at: { N: '7' },
  });
  const delivery = { http_status: { N: '502' }, delivery_token: { S: 'mine' }, delivered_at: { S: 'then' } };
  expect(readItem({ ...item, ...delivery })).toEqual({
    ...planned,
    httpStatus: 502,
    deliveryOwner: 'mine',
    deliveredAt: 'then',
  });
});

test('the item of a claim says when it is due to an outside system that only has to know', () => {
  const outside = { ...pending, adapter: 'calendar', dueSeconds: 7 };
  const item = writeItem(outside, undefined);
  expect(item).toMatchObject({ adapter: { S: 'calendar' }, due_at: { N: '7' } });
  expect(readItem(item)).toEqual(outside);
});

test.each([done, pending])('a written execution is read back unchanged: %#', (execution) => {
  expect(readItem(writeItem(execution, 1))).toEqual(execution);
});

test.each(['trace_id', 'fingerprint', 'action_type', 'state', 'created_at', 'token'])(
  'an item without the string %s is refused',
  (attribute) => {
    const { [attribute]: _gone, ...rest } = writeItem(done, undefined);
    const error = new TypeError(`the stored execution has no ${attribute}`);
    expect(() => readItem(rest)).toThrow(error);
    expect(() => readItem({ ...rest, [attribute]: { N: '1' } })).toThrow(error);
  },
);

test('a result or a lease of another type counts as absent', () => {
  const item = { ...writeItem(done, undefined), execution_result: { N: '1' }, lease_until: { S: 'x' } };
  expect(readItem(item)).toMatchObject({ resultJson: undefined, leaseUntilMs: undefined });
});
