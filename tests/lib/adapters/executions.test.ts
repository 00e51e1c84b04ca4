// Owns the contract of the port `Executions`: one suite, run on the embedded store always and on DynamoDB Local where it can be had.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import type { Execution, Executions } from '../../../lib/adapters/ports.ts';
import { Fault } from '../../../lib/contract/failure.ts';
import '../../support/aws-environment.ts';
import { describeWith } from '../../support/describe-with.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';
import { startTimeoutMs, startDynalite, startJudge, type TestStore } from '../../support/store.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const day = 86_400_000;
const lease = nowMs + 12_000;
const next = { token: 'second', leaseSinceMs: nowMs, leaseUntilMs: lease };
const effectKey = 'e'.repeat(64);
const effect = { plannedJson: '{"planned":1}', effectKey, effectAtSeconds: nowMs / 1000 };
/** A pending execution as another invocation holds it. */
const takenFrom = (seen: Execution): Execution => ({ ...seen, ...effect, ...next });

describe('executions on the embedded store', () => {
  suite(startDynalite);
});
describeWith('DynamoDB Local', 'executions on DynamoDB Local', () => {
  suite(startJudge);
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
    expect(await executions.record(execution, now)).toBeUndefined();
    return execution;
  };

  test('record writes where nothing stands, attribute for attribute', async () => {
    const execution = doneExecution();
    expect(await executions.record(execution, now)).toBeUndefined();
    expect(await store.itemOf(execution.traceId)).toEqual({
      trace_id: { S: execution.traceId },
      fingerprint: { S: execution.fingerprint },
      action_type: { S: 'task' },
      state: { S: 'done' },
      execution_result: { S: execution.resultJson },
      created_at: { S: execution.createdAt },
      token: { S: execution.token },
    });
  });

  test('record gives what stands there, and leaves it as it is', async () => {
    const standing = await stand(doneExecution());
    const other = doneExecution({ traceId: standing.traceId, fingerprint: 'another', token: 'second' });
    expect(await executions.record(other, now)).toEqual(standing);
    expect(await executions.find(standing.traceId, now)).toEqual(standing);
  });

  test('record gives a claim that stands there', async () => {
    const standing = await stand(pendingExecution({ leaseUntilMs: nowMs - 1 }));
    expect(await executions.record(doneExecution({ traceId: standing.traceId }), now)).toEqual(standing);
    expect(await executions.find(standing.traceId, now)).toEqual(standing);
  });

  test('find gives nothing where nothing stands', async () => {
    expect(await executions.find('nobody', now)).toBeUndefined();
  });

  test('record writes a claim with its lease and without a result', async () => {
    const claimed = pendingExecution({ leaseSinceMs: nowMs, leaseUntilMs: lease });
    expect(await executions.record(claimed, now)).toBeUndefined();
    expect(await store.itemOf(claimed.traceId)).toEqual({
      trace_id: { S: claimed.traceId },
      fingerprint: { S: claimed.fingerprint },
      action_type: { S: 'reminder' },
      state: { S: 'pending' },
      created_at: { S: claimed.createdAt },
      token: { S: claimed.token },
      lease_since: { N: String(nowMs) },
      lease_until: { N: String(lease) },
    });
  });

  test('take over gives a claim to its next holder with its plan and its effect, and changes nothing else of it', async () => {
    const seen = await stand(pendingExecution({ leaseSinceMs: nowMs - 9, leaseUntilMs: nowMs }));
    expect(await executions.takeOver(seen, takenFrom(seen), now)).toEqual(takenFrom(seen));
    expect(await executions.find(seen.traceId, now)).toEqual(takenFrom(seen));
  });

  test('take over gives the claim of another that was first, and leaves it as it is', async () => {
    const seen = await stand(pendingExecution({ leaseUntilMs: nowMs }));
    await executions.takeOver(seen, takenFrom(seen), now);
    const third = { ...takenFrom(seen), plannedJson: '{"other":1}', token: 'third' };
    expect(await executions.takeOver(seen, third, now)).toEqual(takenFrom(seen));
    expect(await executions.find(seen.traceId, now)).toEqual(takenFrom(seen));
  });

  test('take over gives what was settled meanwhile, and leaves it as it is', async () => {
    const seen = await stand(pendingExecution({ leaseUntilMs: nowMs }));
    const settled = { ...seen, state: 'done', resultJson: '{}', leaseUntilMs: undefined } as const;
    await executions.settle(settled, now);
    expect(await executions.takeOver(seen, takenFrom(seen), now)).toEqual(settled);
    expect(await executions.find(seen.traceId, now)).toEqual(settled);
  });

  test('take over of a claim that is gone tells that the outcome cannot be confirmed', async () => {
    const gone = pendingExecution();
    await expect(executions.takeOver(gone, takenFrom(gone), now)).rejects.toMatchObject({
      failure: { code: 'store_unavailable', cause: 'ExecutionVanished' },
    });
    expect(await store.itemOf(gone.traceId)).toBeUndefined();
  });

  test.each(['done', 'failed'] as const)('settle makes our claim %s, and its lease goes', async (state) => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: lease }));
    const settled = { ...claimed, state, resultJson: '{"success":true}', leaseUntilMs: undefined };
    expect(await executions.settle(settled, now)).toBeUndefined();
    expect(await executions.find(claimed.traceId, now)).toEqual(settled);
  });

  test('settle gives the claim of another that has taken over, and leaves it as it is', async () => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: nowMs }));
    const second = takenFrom(claimed);
    await executions.takeOver(claimed, second, now);
    expect(await executions.settle({ ...claimed, state: 'done', resultJson: '{}' }, now)).toEqual(second);
    expect(await executions.find(claimed.traceId, now)).toEqual(second);
  });

  test('settle takes the plan away, and keeps the effect, until when it is delivered', async () => {
    const claimed = await stand(pendingExecution({ ...effect, leaseUntilMs: lease }));
    const settled = { ...claimed, state: 'done', resultJson: '{}', leaseUntilMs: undefined } as const;
    expect(await executions.settle(settled, now)).toBeUndefined();
    expect(await executions.find(claimed.traceId, now)).toEqual({ ...settled, plannedJson: undefined });
  });

  test('settle of a failure keeps the status with which it was told', async () => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: lease }));
    await executions.settle({ ...claimed, state: 'failed', resultJson: '{}', httpStatus: 507 }, now);
    expect(await store.itemOf(claimed.traceId)).toMatchObject({ http_status: { N: '507' } });
    expect(await executions.find(claimed.traceId, now)).toMatchObject({ state: 'failed', httpStatus: 507 });
  });

  test('settle gives what was settled before, by ourselves too', async () => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: lease }));
    const settled = {
      ...claimed,
      state: 'done',
      resultJson: '{"first":1}',
      leaseUntilMs: undefined,
    } as const;
    expect(await executions.settle(settled, now)).toBeUndefined();
    expect(await executions.settle({ ...settled, resultJson: '{"second":2}' }, now)).toEqual(settled);
  });

  test('settle of a claim that is gone tells that the outcome cannot be confirmed', async () => {
    const gone = { ...pendingExecution(), state: 'done', resultJson: '{}' } as const;
    const thrown: unknown = await executions.settle(gone, now).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(Fault);
    expect((thrown as Fault).failure).toMatchObject({
      code: 'store_unavailable',
      cause: 'ExecutionVanished',
    });
    expect(await executions.find(gone.traceId, now)).toBeUndefined();
  });

  test('a claim that was handed back has no lease any more', async () => {
    const claimed = await stand(pendingExecution({ leaseUntilMs: lease }));
    await executions.handBack(claimed, now);
    expect(await executions.find(claimed.traceId, now)).toEqual({ ...claimed, leaseUntilMs: 0 });
  });

  test("nobody hands back another's claim", async () => {
    const standing = await stand(pendingExecution({ leaseUntilMs: lease }));
    await executions.handBack({ ...standing, token: 'second' }, now);
    expect(await executions.find(standing.traceId, now)).toEqual(standing);
  });

  test('nobody hands back what is settled', async () => {
    const standing = await stand(doneExecution());
    await executions.handBack(standing, now);
    expect(await executions.find(standing.traceId, now)).toEqual(standing);
  });

  describe('a delivery', () => {
    const seconds = nowMs / 1000;
    const courier = invocationAt(nowMs, { token: 'courier' });
    const rival = invocationAt(nowMs, { token: 'rival' });
    const standDue = async (change: Partial<Execution> = {}) => {
      const { traceId } = await stand({ ...doneExecution(), effectKey, effectAtSeconds: seconds, ...change });
      return { traceId, effectKey };
    };

    test('is claimed by one, and gives the rival what stands there', async () => {
      const due = await standDue();
      const claimed = await executions.claimDelivery(due, seconds, courier);
      expect(claimed).toMatchObject({ effectKey, effectAtSeconds: seconds, deliveryToken: 'courier' });
      expect(await executions.claimDelivery(due, seconds, rival)).toEqual(claimed);
      expect(await executions.claimDelivery(due, seconds, courier)).toEqual(claimed);
    });

    test('whose claim has run out is claimed by the next', async () => {
      const due = await standDue();
      await executions.claimDelivery(due, seconds, courier);
      const end = courier.deadlineMs + 2_000;
      const [early, later] = [end - 1, end].map((ms) => invocationAt(ms, { token: 'rival' }));
      expect(await executions.claimDelivery(due, seconds, early ?? now)).toMatchObject({
        deliveryToken: 'courier',
      });
      expect(await executions.claimDelivery(due, seconds, later ?? now)).toMatchObject({
        deliveryToken: 'rival',
      });
    });

    test.each([
      ['before its time', { effectAtSeconds: seconds + 1 }],
      ['under another key', { effectKey: 'other' }],
      ['of what was delivered', { effectKey }],
    ])('%s is claimed by nobody', async (what, change) => {
      const due = await standDue(change);
      if (what === 'of what was delivered') {
        await executions.claimDelivery(due, seconds, rival);
        await executions.markDelivered(due, '2031-04-01T09:30:00Z', rival);
      }
      const before = await store.itemOf(due.traceId);
      const standing = await executions.claimDelivery(due, seconds, courier);
      expect(standing).toEqual(await executions.find(due.traceId, now));
      expect(await store.itemOf(due.traceId)).toEqual(before);
    });

    test('of nothing is nothing, and leaves nothing', async () => {
      const due = { traceId: 'nobody', effectKey };
      expect(await executions.claimDelivery(due, seconds, courier)).toBeUndefined();
      expect(await store.itemOf('nobody')).toBeUndefined();
    });

    test('that is done is marked, and its claim goes', async () => {
      const due = await standDue();
      await executions.claimDelivery(due, seconds, courier);
      await executions.markDelivered(due, '2031-04-01T09:30:00Z', courier);
      const item = await store.itemOf(due.traceId);
      expect(item).toMatchObject({ delivered_at: { S: '2031-04-01T09:30:00Z' } });
      expect(Object.keys(item ?? {})).not.toEqual(expect.arrayContaining(['delivery_token']));
      expect(Object.keys(item ?? {})).not.toEqual(expect.arrayContaining(['delivery_until']));
    });

    test('that failed is given back, and claimed at once by the next', async () => {
      const due = await standDue();
      await executions.claimDelivery(due, seconds, courier);
      await executions.releaseDelivery(due, courier);
      expect(await executions.claimDelivery(due, seconds, rival)).toMatchObject({ deliveryToken: 'rival' });
    });

    test('of another is neither marked nor given back', async () => {
      const due = await standDue();
      await executions.claimDelivery(due, seconds, courier);
      const before = await store.itemOf(due.traceId);
      await executions.markDelivered(due, '2031-04-01T09:30:00Z', rival);
      await executions.releaseDelivery(due, rival);
      expect(await store.itemOf(due.traceId)).toEqual(before);
    });
  });

  describe('that are kept for 30 days', () => {
    const expiresAt = nowMs / 1000 + 30 * 86_400;

    test('record writes when an execution without an effect to come expires, in seconds', async () => {
      const execution = pendingExecution();
      await retained.record(execution, now);
      expect(await store.itemOf(execution.traceId)).toMatchObject({ expires_at: { N: String(expiresAt) } });
    });

    test.each([
      ['is past', nowMs / 1000 - 60],
      ['is in a hundred days', nowMs / 1000 + 8_640_000],
    ])(
      'an execution whose effect %s does not expire before it is delivered',
      async (_when, effectAtSeconds) => {
        const claimed = pendingExecution({ ...effect, effectAtSeconds, leaseUntilMs: lease });
        const { traceId } = claimed;
        await retained.record(claimed, now);
        expect(await store.itemOf(traceId)).not.toHaveProperty('expires_at');
        await retained.settle({ ...claimed, state: 'done', resultJson: '{}' }, now);
        expect(await store.itemOf(traceId)).not.toHaveProperty('expires_at');
        const muchLater = invocationAt(nowMs + 36_500 * day, { token: 'courier' });
        expect(await retained.find(traceId, muchLater)).toMatchObject({ state: 'done' });
        expect(await retained.record(doneExecution({ traceId }), muchLater)).toMatchObject({
          token: 'first',
        });

        const due = { traceId, effectKey };
        await retained.claimDelivery(due, muchLater.nowMs / 1000, muchLater);
        const deliveredAt = '2131-04-01T09:30:00Z';
        await retained.markDelivered(due, deliveredAt, muchLater);
        expect(await store.itemOf(traceId)).toMatchObject({
          delivered_at: { S: deliveredAt },
          expires_at: { N: String(Date.parse(deliveredAt) / 1000 + 30 * 86_400) },
        });
      },
    );

    test('an item before its time stands', async () => {
      const execution = doneExecution();
      await retained.record(execution, now);
      const justBefore = invocationAt(nowMs + 30 * day - 1);
      expect(await retained.find(execution.traceId, justBefore)).toEqual(execution);
      expect(await retained.record(doneExecution({ traceId: execution.traceId }), justBefore)).toEqual(
        execution,
      );
    });

    test('an item at its time counts as absent, and another takes its place', async () => {
      const { traceId } = doneExecution();
      await retained.record(doneExecution({ traceId }), now);
      const then = invocationAt(nowMs + 30 * day);
      expect(await retained.find(traceId, then)).toBeUndefined();
      const other = doneExecution({ traceId, fingerprint: 'another', token: 'second' });
      expect(await retained.record(other, then)).toBeUndefined();
      expect(await retained.find(traceId, then)).toEqual(other);
    });

    test('a claim at its time counts as absent, whatever its print and its lease', async () => {
      const { traceId } = pendingExecution();
      await retained.record(pendingExecution({ traceId, leaseUntilMs: nowMs + 90 * day }), now);
      const then = invocationAt(nowMs + 30 * day);
      const other = pendingExecution({
        traceId,
        fingerprint: 'another',
        token: 'second',
        leaseUntilMs: lease,
      });
      expect(await retained.record(other, then)).toBeUndefined();
      expect(await retained.find(traceId, then)).toEqual(other);
    });

    test('handing back and taking over leave the time as it was, and so does settling what is to be delivered', async () => {
      const claimed = pendingExecution({ leaseUntilMs: lease });
      await retained.record(claimed, now);
      const later = invocationAt(nowMs + day);
      await retained.handBack(claimed, later);
      await retained.takeOver(claimed, takenFrom(claimed), later);
      await retained.settle({ ...takenFrom(claimed), state: 'done', resultJson: '{}' }, later);
      const item = await store.itemOf(claimed.traceId);
      expect(item).toMatchObject({ state: { S: 'done' }, expires_at: { N: String(expiresAt) } });
    });

    test('what failed comes to no delivery, and expires from then on', async () => {
      const claimed = pendingExecution({ ...effect, leaseUntilMs: lease });
      await retained.record(claimed, now);
      const later = invocationAt(nowMs + day);
      await retained.settle({ ...claimed, state: 'failed', resultJson: '{}', httpStatus: 502 }, later);
      expect(await store.itemOf(claimed.traceId)).toMatchObject({
        expires_at: { N: String(expiresAt + 86_400) },
      });
    });

    test('without retention the same item never expires', async () => {
      const execution = doneExecution();
      await retained.record(execution, now);
      const muchLater = invocationAt(nowMs + 36_500 * day);
      expect(await executions.find(execution.traceId, muchLater)).toEqual(execution);
      expect(await executions.record(doneExecution({ traceId: execution.traceId }), muchLater)).toEqual(
        execution,
      );
    });
  });
}
