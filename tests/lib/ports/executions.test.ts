// Owns the contract of the port `Executions`: one suite, run on the embedded store always and on DynamoDB Local where it can be had.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import type { Execution } from '../../../lib/domain/execution.ts';
import type { Executions } from '../../../lib/ports/executions.ts';
import { FailureError } from '../../../lib/domain/failure.ts';
import '../../support/aws-environment.ts';
import { describeWith } from '../../support/describe-with.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';
import { startTimeoutMs, startDynalite, startDynamoDbLocal, type TestStore } from '../../support/store.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const day = 86_400_000;
const lease = nowMs + 12_000;
const next = {
  leaseOwner: 'second',
  leaseSinceMs: nowMs,
  leaseUntilMs: lease,
  plannedJson: '{"planned":1}',
  effectKey: 'e'.repeat(64),
  effectAtSeconds: nowMs / 1000 + 60,
};

describe('executions on the embedded store', () => {
  suite(startDynalite);
});
describeWith('DynamoDB Local', 'executions on DynamoDB Local', () => {
  suite(startDynamoDbLocal);
});

function suite(start: () => Promise<TestStore>): void {
  let store: TestStore;
  let executions: Executions;
  let retained: Executions;
  const now = invocationAt(nowMs);

  beforeAll(async () => {
    store = await start();
    const client = createDynamoClient(store.endpoint);
    executions = createExecutions(client, store.executionsTable, undefined);
    retained = createExecutions(client, store.executionsTable, 30);
  }, startTimeoutMs);
  afterAll(async () => await store.stop());

  /** Puts an execution there as if another invocation had; its attributes are the ones that a record writes. */
  const stand = async (execution: Execution): Promise<Execution> => {
    expect(await executions.putIfAbsent(execution, now)).toBeUndefined();
    return execution;
  };

  test('record writes where nothing stands, attribute for attribute', async () => {
    const execution = doneExecution();
    expect(await executions.putIfAbsent(execution, now)).toBeUndefined();
    expect(await store.itemOf(execution.traceId)).toEqual({
      trace_id: { S: execution.traceId },
      fingerprint: { S: execution.fingerprint },
      action_type: { S: 'task' },
      state: { S: 'done' },
      execution_result: { S: execution.resultJson },
      created_at: { S: execution.createdAt },
      token: { S: execution.leaseOwner },
    });
  });

  test('record gives what stands there, and leaves it as it is', async () => {
    const standing = await stand(doneExecution());
    const other = doneExecution({ traceId: standing.traceId, fingerprint: 'another', leaseOwner: 'second' });
    expect(await executions.putIfAbsent(other, now)).toEqual(standing);
    expect(await executions.find(standing.traceId, now)).toEqual(standing);
  });

  test('record gives a claim that stands there', async () => {
    const standing = await stand(pendingExecution({ leaseUntilMs: nowMs - 1 }));
    expect(await executions.putIfAbsent(doneExecution({ traceId: standing.traceId }), now)).toEqual(standing);
    expect(await executions.find(standing.traceId, now)).toEqual(standing);
  });

  test('find gives nothing where nothing stands', async () => {
    expect(await executions.find('nobody', now)).toBeUndefined();
  });

  test('record writes a claim with its lease and its plan, and without a result', async () => {
    const claimed = pendingExecution({ ...next, leaseOwner: 'first' });
    expect(await executions.putIfAbsent(claimed, now)).toBeUndefined();
    expect(await store.itemOf(claimed.traceId)).toEqual({
      trace_id: { S: claimed.traceId },
      fingerprint: { S: claimed.fingerprint },
      action_type: { S: 'reminder' },
      state: { S: 'pending' },
      created_at: { S: claimed.createdAt },
      token: { S: claimed.leaseOwner },
      lease_since: { N: String(nowMs) },
      lease_until: { N: String(lease) },
      planned_result: { S: next.plannedJson },
      effect_key: { S: next.effectKey },
      effect_at: { N: String(next.effectAtSeconds) },
    });
  });

  test('take over gives a claim to its next holder with the plan that it has, and changes nothing else of it', async () => {
    const seen = await stand(pendingExecution({ leaseSinceMs: nowMs - 9, leaseUntilMs: nowMs }));
    const taken = { ...seen, ...next };
    expect(await executions.takeOver(seen, taken, now)).toEqual(taken);
    expect(await executions.find(seen.traceId, now)).toEqual(taken);
  });

  test('take over gives the claim of another that was first, and leaves it as it is', async () => {
    const seen = await stand(pendingExecution({ leaseUntilMs: nowMs }));
    const taken = { ...seen, ...next };
    await executions.takeOver(seen, taken, now);
    expect(await executions.takeOver(seen, { ...taken, leaseOwner: 'third' }, now)).toEqual(taken);
    expect(await executions.find(seen.traceId, now)).toEqual(taken);
  });

  test('take over gives what was settled meanwhile, and leaves it as it is', async () => {
    const seen = await stand(pendingExecution({ leaseUntilMs: nowMs }));
    const settled = { ...seen, state: 'done', resultJson: '{}', leaseUntilMs: undefined } as const;
    await executions.complete(settled, now);
    expect(await executions.takeOver(seen, { ...seen, ...next }, now)).toEqual(settled);
    expect(await executions.find(seen.traceId, now)).toEqual(settled);
  });

  test('take over of a claim that is gone tells that the outcome cannot be confirmed', async () => {
    const gone = pendingExecution();
    await expect(executions.takeOver(gone, { ...gone, ...next }, now)).rejects.toMatchObject({
      failure: { code: 'store_unavailable', cause: 'ExecutionVanished' },
    });
    expect(await store.itemOf(gone.traceId)).toBeUndefined();
  });

  test.each(['done', 'failed'] as const)('settle makes our claim %s, and its lease goes', async (state) => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: lease }));
    const settled = { ...claimed, state, resultJson: '{"success":true}', leaseUntilMs: undefined };
    expect(await executions.complete(settled, now)).toBeUndefined();
    expect(await executions.find(claimed.traceId, now)).toEqual(settled);
  });

  test('settle takes the plan away, and keeps the status of a failure', async () => {
    const claimed = await stand(pendingExecution({ ...next, leaseOwner: 'first' }));
    const settled = { ...claimed, state: 'failed', resultJson: '{}', httpStatus: 502 } as const;
    expect(await executions.complete(settled, now)).toBeUndefined();
    const item = await store.itemOf(claimed.traceId);
    expect(item).toMatchObject({ http_status: { N: '502' }, effect_key: { S: next.effectKey } });
    for (const gone of ['planned_result', 'lease_since', 'lease_until'])
      expect(item).not.toHaveProperty(gone);
    expect(await executions.find(claimed.traceId, now)).toMatchObject({ httpStatus: 502 });
  });

  test('settle gives the claim of another that has taken over, and leaves it as it is', async () => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: nowMs }));
    const second = { ...claimed, ...next };
    await executions.takeOver(claimed, second, now);
    expect(await executions.complete({ ...claimed, state: 'done', resultJson: '{}' }, now)).toEqual(second);
    expect(await executions.find(claimed.traceId, now)).toEqual(second);
  });

  test('settle gives what was settled before, by ourselves too', async () => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: lease }));
    const settled = {
      ...claimed,
      state: 'done',
      resultJson: '{"first":1}',
      leaseUntilMs: undefined,
    } as const;
    expect(await executions.complete(settled, now)).toBeUndefined();
    expect(await executions.complete({ ...settled, resultJson: '{"second":2}' }, now)).toEqual(settled);
  });

  test('settle of a claim that is gone tells that the outcome cannot be confirmed', async () => {
    const gone = { ...pendingExecution(), state: 'done', resultJson: '{}' } as const;
    const thrown: unknown = await executions.complete(gone, now).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(FailureError);
    expect((thrown as FailureError).failure).toMatchObject({
      code: 'store_unavailable',
      cause: 'ExecutionVanished',
    });
    expect(await executions.find(gone.traceId, now)).toBeUndefined();
  });

  test('a claim that was handed back has no lease any more', async () => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: lease }));
    await executions.release(claimed, now);
    expect(await executions.find(claimed.traceId, now)).toEqual({ ...claimed, leaseUntilMs: 0 });
  });

  test("nobody hands back another's claim", async () => {
    const standing = await stand(pendingExecution({ leaseUntilMs: lease }));
    await executions.release({ ...standing, leaseOwner: 'second' }, now);
    expect(await executions.find(standing.traceId, now)).toEqual(standing);
  });

  test('nobody hands back what is settled', async () => {
    const standing = await stand(doneExecution());
    await executions.release(standing, now);
    expect(await executions.find(standing.traceId, now)).toEqual(standing);
  });

  describe('whose effect is to be delivered', () => {
    const dueSeconds = next.effectAtSeconds;
    const delivering = invocationAt(dueSeconds * 1000, { leaseOwner: 'delivers' });
    const toCome = async () => {
      const made = await stand(pendingExecution({ ...next, leaseOwner: 'first' }));
      return { made, due: { traceId: made.traceId, effectKey: next.effectKey } };
    };

    test('one that is due is given to the invocation that asks, until its lease ends', async () => {
      const { made, due } = await toCome();
      const claimed = { ...made, deliveryOwner: 'delivers' };
      expect(await executions.claimDelivery(due, dueSeconds, delivering)).toEqual(claimed);
      expect(await store.itemOf(due.traceId)).toMatchObject({
        delivery_token: { S: 'delivers' },
        delivery_until: { N: String(delivering.deadlineMs + 2_000) },
      });
      const other = { ...delivering, leaseOwner: 'other' };
      expect(await executions.claimDelivery(due, dueSeconds, other)).toEqual(claimed);
      expect(await executions.claimDelivery(due, dueSeconds, delivering)).toEqual(claimed);
      const justBefore = { ...other, nowMs: delivering.deadlineMs + 1_999 };
      expect(await executions.claimDelivery(due, dueSeconds, justBefore)).toEqual(claimed);
      const late = { ...other, nowMs: delivering.deadlineMs + 2_000 };
      expect(await executions.claimDelivery(due, dueSeconds, late)).toEqual({
        ...made,
        deliveryOwner: 'other',
      });
    });

    test('one that is not due, that is another, or that is not there is given to no one', async () => {
      const { made, due } = await toCome();
      expect(await executions.claimDelivery(due, dueSeconds - 1, delivering)).toEqual(made);
      const another = { ...due, effectKey: 'another' };
      expect(await executions.claimDelivery(another, dueSeconds, delivering)).toEqual(made);
      expect(
        await executions.claimDelivery({ ...due, traceId: 'nobody' }, dueSeconds, delivering),
      ).toBeUndefined();
      expect(await store.itemOf('nobody')).toBeUndefined();
      const done = await stand(doneExecution());
      expect(
        await executions.claimDelivery({ ...due, traceId: done.traceId }, dueSeconds, delivering),
      ).toEqual(done);
    });

    test('what is marked as delivered stays so, and is given to no one any more', async () => {
      const { made, due } = await toCome();
      await executions.claimDelivery(due, dueSeconds, delivering);
      const deliveredAt = '2031-04-01T09:31:00Z';
      await executions.markDelivered(due, deliveredAt, delivering);
      await executions.markDelivered(due, '2032-01-01T00:00:00Z', delivering);
      expect(await store.itemOf(due.traceId)).not.toHaveProperty('delivery_until');
      const muchLater = { ...delivering, leaseOwner: 'other', nowMs: nowMs + 3 * day };
      expect(await executions.claimDelivery(due, dueSeconds + 999_999, muchLater)).toEqual({
        ...made,
        deliveredAt,
      });
    });

    test('a delivery is marked and given up by none but who holds it', async () => {
      const { made, due } = await toCome();
      await executions.claimDelivery(due, dueSeconds, delivering);
      const other = { ...delivering, leaseOwner: 'other' };
      await executions.markDelivered(due, '2031-04-01T09:31:00Z', other);
      await executions.releaseDelivery(due, other);
      expect(await executions.find(due.traceId, now)).toEqual({ ...made, deliveryOwner: 'delivers' });
      await executions.releaseDelivery(due, delivering);
      expect(await executions.find(due.traceId, now)).toEqual(made);
      expect(await store.itemOf(due.traceId)).not.toHaveProperty('delivery_until');
    });

    test('a claim is settled while its effect is being delivered, and after', async () => {
      const { made, due } = await toCome();
      await executions.claimDelivery(due, dueSeconds, delivering);
      const settled = { ...made, state: 'done', resultJson: '{}' } as const;
      expect(await executions.complete(settled, now)).toBeUndefined();
      await executions.markDelivered(due, '2031-04-01T09:31:00Z', delivering);
      expect(await executions.find(due.traceId, now)).toMatchObject({
        state: 'done',
        deliveredAt: '2031-04-01T09:31:00Z',
      });
    });
  });

  describe('that are kept for 30 days', () => {
    const expiresAt = nowMs / 1000 + 30 * 86_400;

    test('record writes when an execution expires, in seconds; one with an effect to come does not', async () => {
      const execution = pendingExecution();
      await retained.putIfAbsent(execution, now);
      expect(await store.itemOf(execution.traceId)).toMatchObject({ expires_at: { N: String(expiresAt) } });
      for (const effectAtSeconds of [nowMs / 1000 - 60, nowMs / 1000 + 8_640_000]) {
        const toCome = pendingExecution({ ...next, effectAtSeconds });
        await retained.putIfAbsent(toCome, now);
        expect(await store.itemOf(toCome.traceId)).not.toHaveProperty('expires_at');
      }
    });

    test('settling leaves an effect to come without an end, and gives a refusal one', async () => {
      const made = pendingExecution({ ...next, leaseOwner: 'first' });
      await retained.putIfAbsent(made, now);
      await retained.complete({ ...made, state: 'done', resultJson: '{}' }, now);
      expect(await store.itemOf(made.traceId)).not.toHaveProperty('expires_at');
      const refused = pendingExecution({ ...next, leaseOwner: 'first' });
      await retained.putIfAbsent(refused, now);
      await retained.complete({ ...refused, state: 'failed', resultJson: '{}' }, now);
      expect(await store.itemOf(refused.traceId)).toMatchObject({ expires_at: { N: String(expiresAt) } });
    });

    test('a delivery gives it one, from its own time', async () => {
      const made = pendingExecution({ ...next, leaseOwner: 'first' });
      await retained.putIfAbsent(made, now);
      const later = invocationAt(nowMs + 9 * day, { leaseOwner: 'delivers' });
      const due = { traceId: made.traceId, effectKey: next.effectKey };
      await retained.claimDelivery(due, later.nowMs / 1000, later);
      await retained.markDelivered(due, new Date(later.nowMs).toISOString(), later);
      expect(await store.itemOf(made.traceId)).toMatchObject({
        expires_at: { N: String(expiresAt + 9 * 86_400) },
      });
    });

    test('an item before its time stands', async () => {
      const execution = doneExecution();
      await retained.putIfAbsent(execution, now);
      const justBefore = invocationAt(nowMs + 30 * day - 1);
      expect(await retained.find(execution.traceId, justBefore)).toEqual(execution);
      expect(await retained.putIfAbsent(doneExecution({ traceId: execution.traceId }), justBefore)).toEqual(
        execution,
      );
    });

    test('an item at its time counts as absent, and another takes its place', async () => {
      const { traceId } = doneExecution();
      await retained.putIfAbsent(doneExecution({ traceId }), now);
      const then = invocationAt(nowMs + 30 * day);
      expect(await retained.find(traceId, then)).toBeUndefined();
      const other = doneExecution({ traceId, fingerprint: 'another', leaseOwner: 'second' });
      expect(await retained.putIfAbsent(other, then)).toBeUndefined();
      expect(await retained.find(traceId, then)).toEqual(other);
    });

    test('a claim at its time counts as absent, whatever its print and its lease', async () => {
      const { traceId } = pendingExecution();
      await retained.putIfAbsent(pendingExecution({ traceId, leaseUntilMs: nowMs + 90 * day }), now);
      const then = invocationAt(nowMs + 30 * day);
      const other = pendingExecution({
        traceId,
        fingerprint: 'another',
        leaseOwner: 'second',
        leaseUntilMs: lease,
      });
      expect(await retained.putIfAbsent(other, then)).toBeUndefined();
      expect(await retained.find(traceId, then)).toEqual(other);
    });

    test('handing back leaves the time as it was, and taking over takes it away, for an effect is to come', async () => {
      const claimed = pendingExecution({ leaseUntilMs: lease });
      await retained.putIfAbsent(claimed, now);
      const later = invocationAt(nowMs + day);
      await retained.release(claimed, later);
      expect(await store.itemOf(claimed.traceId)).toMatchObject({ expires_at: { N: String(expiresAt) } });
      await retained.takeOver(claimed, { ...claimed, ...next }, later);
      expect(await store.itemOf(claimed.traceId)).not.toHaveProperty('expires_at');
    });

    test('without retention the same item never expires', async () => {
      const execution = doneExecution();
      await retained.putIfAbsent(execution, now);
      const muchLater = invocationAt(nowMs + 36_500 * day);
      expect(await executions.find(execution.traceId, muchLater)).toEqual(execution);
      expect(await executions.putIfAbsent(doneExecution({ traceId: execution.traceId }), muchLater)).toEqual(
        execution,
      );
    });
  });
}
