// Builds the executions and invocations that tests hand to the ports, each under a new trace id.
import type { Execution } from '../../lib/domain/execution.ts';
import type { Invocation } from '../../lib/domain/invocation.ts';
import { newTraceId } from './requests.ts';

/** An invocation at this time of the clock, with ten seconds left. */
export function invocationAt(nowMs: number, more: Partial<Invocation> = {}): Invocation {
  const remainingMs = () => 10_000;
  return {
    requestId: 'request',
    leaseOwner: 'owner',
    nowMs,
    deadlineMs: nowMs + 10_000,
    remainingMs,
    storeCalls: 0,
    ...more,
  };
}

export function doneExecution(change: Partial<Execution> = {}) {
  return {
    traceId: newTraceId(),
    fingerprint: 'f'.repeat(64),
    actionType: 'task',
    state: 'done',
    resultJson: '{"success":true,"title":"Füttere den Reiher 🪶"}',
    createdAt: '2031-04-01T09:30:00.000Z',
    leaseOwner: 'first',
    leaseUntilMs: undefined,
    ...change,
  } satisfies Execution;
}

export function pendingExecution(change: Partial<Execution> = {}) {
  return {
    ...doneExecution(),
    actionType: 'reminder',
    state: 'pending',
    adapter: 'eventbridge',
    resultJson: undefined,
    leaseUntilMs: 0,
    ...change,
  } satisfies Execution;
}
