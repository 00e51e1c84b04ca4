// What an invocation knows when it begins, and how long it holds a lease.
import { expect, test } from '@jest/globals';
import { leaseEnd, openInvocation } from '../../../lib/domain/invocation.ts';
import { invocationAt } from '../../support/executions.ts';

test('an invocation reads each clock once, and has a lease owner of its own', () => {
  const clocks = { epochMs: () => 1_000_000, elapsedMs: () => 40, newLeaseOwner: () => 'mine' };
  expect(openInvocation({ awsRequestId: 'request' }, clocks)).toStrictEqual({
    requestId: 'request',
    leaseOwner: 'mine',
    nowMs: 1_000_000,
    deadlineMs: 1_010_000,
    remainingMs: expect.any(Function),
    storeCalls: 0,
  });
});

test('without a context, ten seconds remain from the start of the invocation, and the request id is empty', () => {
  let elapsedMs = 40;
  const invocation = openInvocation(
    {},
    { epochMs: () => 0, elapsedMs: () => elapsedMs, newLeaseOwner: () => 'mine' },
  );
  elapsedMs = 55;
  expect([invocation.requestId, invocation.remainingMs()]).toEqual(['', 9_985]);
});

test("remainingMs() calls the context's method, on the context", () => {
  const context = {
    left: 1_234,
    getRemainingTimeInMillis() {
      return this.left;
    },
  };
  const clocks = { epochMs: () => 1_000_000, elapsedMs: () => 0, newLeaseOwner: () => 'mine' };
  const invocation = openInvocation(context, clocks);
  context.left = 1_000;
  expect([invocation.deadlineMs, invocation.remainingMs()]).toEqual([1_001_234, 1_000]);
});

test('a lease ends two seconds after the deadline of its invocation', () => {
  expect(leaseEnd(invocationAt(0, { deadlineMs: 10_000 }))).toBe(12_000);
});
