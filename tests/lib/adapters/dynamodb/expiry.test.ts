// When an execution expires, and which never does.
import { expect, test } from '@jest/globals';
import { expiryFrom, isExpired, isToBeDelivered } from '../../../../lib/adapters/dynamodb/expiry.ts';
import { writeItem } from '../../../../lib/adapters/dynamodb/items.ts';
import { doneExecution } from '../../../support/executions.ts';

const done = doneExecution();

test('an execution expires its days of retention after it was written, rounded down to the second', () => {
  expect(expiryFrom(1_900_000_000_999, 2)).toBe(1_900_172_800);
  expect(expiryFrom(1_900_000_000_999, undefined)).toBeUndefined();
});

test.each([
  ['a task', {}, false],
  ['a reminder before its delivery', { effectAtSeconds: 7 }, true],
  ['a delivered reminder', { effectAtSeconds: 7, deliveredAt: 'then' }, false],
  ['a reminder that failed', { effectAtSeconds: 7, state: 'failed' as const }, false],
  ['a claimed reminder', { effectAtSeconds: 7, state: 'pending' as const }, true],
])('%s is still to be delivered: %#', (_what, change, expected) => {
  expect(isToBeDelivered({ ...done, ...change })).toBe(expected);
});

test.each([
  [1_900_000_000_999, true],
  [1_900_000_000_000, true],
  [1_899_999_999_999, false],
])('at %d ms, an item that expires at 1900000000 s is expired: %s', (nowMs, expired) => {
  expect(isExpired(writeItem(done, 1_900_000_000), nowMs)).toBe(expired);
});

test('an item without an expiry never expires', () => {
  expect(isExpired(writeItem(done, undefined), Number.MAX_SAFE_INTEGER)).toBe(false);
  expect(isExpired({ expires_at: { S: '1' } }, Number.MAX_SAFE_INTEGER)).toBe(false);
});
