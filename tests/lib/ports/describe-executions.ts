// The suite that every implementation of the port `Executions` must pass.
import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Execution } from '../../../lib/domain/execution.ts';
import { FailureError } from '../../../lib/domain/failure.ts';
import type { Executions } from '../../../lib/ports/executions.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';

export const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const dayMs = 86_400_000;
const leaseUntilMs = nowMs + 12_000;
const now = invocationAt(nowMs);
const dueSeconds = nowMs / 1000 + 60;
const deliveredAt = '2031-04-01T09:31:00Z';

/** The fields that a take-over writes. */
const takenOver = {
  leaseOwner: 'second',
  leaseSinceMs: nowMs,
  leaseUntilMs,
  plannedJson: '{"planned":1}',
  effectKey: 'e'.repeat(64),
  adapter: 'eventbridge',
  effectAtSeconds: dueSeconds,
};
/** The invocation that delivers what is due. */
export const delivering = invocationAt(dueSeconds * 1000, { leaseOwner: 'delivers' });

/** A claim with its plan and its effect. */
export const plannedExecution = () => ({ ...pendingExecution(), ...takenOver, leaseOwner: 'first' });

/** Two views of one store: executions that never expire, and executions that expire after 30 days. */
export type OpenedExecutions = { readonly executions: Executions; readonly retained: Executions };

/** @param open called before the first test */
export function describeExecutions(open: () => OpenedExecutions): void {
  let executions: Executions;
  let retained: Executions;
  beforeAll(() => {
    ({ executions, retained } = open());
  });

  /** Writes an execution as another invocation would have. */
  async function given<Given extends Execution>(execution: Given): Promise<Given> {
    expect(await executions.putIfAbsent(execution, now)).toBeUndefined();
    return execution;
  }

  test('putIfAbsent writes an execution where its trace id has none', async () => {
    const execution = doneExecution();
    expect(await executions.putIfAbsent(execution, now)).toBeUndefined();
    expect(await executions.find(execution.traceId, now)).toEqual(execution);
  });

  test('putIfAbsent writes a claim with its lease and its plan', async () => {
    const claimed = await given(plannedExecution());
    expect(await executions.find(claimed.traceId, now)).toEqual(claimed);
  });

  test('putIfAbsent returns the existing execution, and does not change it', async () => {
    const existing = await given(doneExecution());
    const other = doneExecution({ traceId: existing.traceId, fingerprint: 'another', leaseOwner: 'second' });
    expect(await executions.putIfAbsent(other, now)).toEqual(existing);
    expect(await executions.find(existing.traceId, now)).toEqual(existing);
  });

  test('putIfAbsent returns an existing claim, though its lease has ended', async () => {
    const existing = await given(pendingExecution({ leaseUntilMs: nowMs - 1 }));
    expect(await executions.putIfAbsent(doneExecution({ traceId: existing.traceId }), now)).toEqual(existing);
    expect(await executions.find(existing.traceId, now)).toEqual(existing);
  });

  test('find returns nothing for an unknown trace id', async () => {
    expect(await executions.find('nobody', now)).toBeUndefined();
  });

  test('takeOver gives a claim its next owner, lease and plan, and changes nothing else of it', async () => {
    const seen = await given(pendingExecution({ leaseSinceMs: nowMs - 9, leaseUntilMs: nowMs }));
    const taken = { ...seen, ...takenOver };
    expect(await executions.takeOver(seen, taken, now)).toEqual(taken);
    expect(await executions.find(seen.traceId, now)).toEqual(taken);
  });

  test('takeOver returns the claim of another invocation that was first, and does not change it', async () => {
    const seen = await given(pendingExecution({ leaseUntilMs: nowMs }));
    const taken = { ...seen, ...takenOver };
    await executions.takeOver(seen, taken, now);
    expect(await executions.takeOver(seen, { ...taken, leaseOwner: 'third' }, now)).toEqual(taken);
    expect(await executions.find(seen.traceId, now)).toEqual(taken);
  });

  test('takeOver returns an execution that was completed in the meantime, and does not change it', async () => {
    const seen = await given(pendingExecution({ leaseUntilMs: nowMs }));
    const completed = { ...seen, state: 'done', resultJson: '{}', leaseUntilMs: undefined } as const;
    await executions.complete(completed, now);
    expect(await executions.takeOver(seen, { ...seen, ...takenOver }, now)).toEqual(completed);
    expect(await executions.find(seen.traceId, now)).toEqual(completed);
  });

  test('takeOver of a claim that is gone cannot confirm the outcome, and writes nothing', async () => {
    const gone = pendingExecution();
    await expect(executions.takeOver(gone, { ...gone, ...takenOver }, now)).rejects.toMatchObject({
      failure: { code: 'store_unavailable', cause: 'ExecutionVanished' },
    });
    expect(await executions.find(gone.traceId, now)).toBeUndefined();
  });

  test.each(['done', 'failed'] as const)('complete makes our claim %s, and ends its lease', async (state) => {
    const claimed = await given(pendingExecution({ leaseUntilMs }));
    const completed = { ...claimed, state, resultJson: '{"success":true}', leaseUntilMs: undefined };
    expect(await executions.complete(completed, now)).toBeUndefined();
    expect(await executions.find(claimed.traceId, now)).toEqual(completed);
  });

  test('complete removes the plan, and keeps the effect key and the status of a failure', async () => {
    const claimed = await given(plannedExecution());
    const completed = { ...claimed, state: 'failed', resultJson: '{}', httpStatus: 502 } as const;
    expect(await executions.complete(completed, now)).toBeUndefined();
    expect(await executions.find(claimed.traceId, now)).toEqual({
      ...completed,
      plannedJson: undefined,
      leaseSinceMs: undefined,
      leaseUntilMs: undefined,
    });
  });

  test('complete returns the claim of another invocation that has taken over, and does not change it', async () => {
    const claimed = await given(pendingExecution({ leaseUntilMs: nowMs }));
    const second = { ...claimed, ...takenOver };
    await executions.takeOver(claimed, second, now);
    expect(await executions.complete({ ...claimed, state: 'done', resultJson: '{}' }, now)).toEqual(second);
    expect(await executions.find(claimed.traceId, now)).toEqual(second);
  });

  test('complete returns what was completed before, by the same invocation too', async () => {
    const claimed = await given(pendingExecution({ leaseUntilMs }));
    const state = 'done';
    const completed = { ...claimed, state, resultJson: '{"first":1}', leaseUntilMs: undefined } as const;
    expect(await executions.complete(completed, now)).toBeUndefined();
    expect(await executions.complete({ ...completed, resultJson: '{"second":2}' }, now)).toEqual(completed);
  });

  test('complete of a claim that is gone cannot confirm the outcome, and writes nothing', async () => {
    const gone = { ...pendingExecution(), state: 'done', resultJson: '{}' } as const;
    const thrown: unknown = await executions.complete(gone, now).catch((error: unknown) => error);
    expect(thrown).toBeInstanceOf(FailureError);
    expect((thrown as FailureError).failure).toMatchObject({
      code: 'store_unavailable',
      cause: 'ExecutionVanished',
    });
    expect(await executions.find(gone.traceId, now)).toBeUndefined();
  });

  test('release ends the lease of a claim', async () => {
    const claimed = await given(pendingExecution({ leaseUntilMs }));
    await executions.release(claimed, now);
    expect(await executions.find(claimed.traceId, now)).toEqual({ ...claimed, leaseUntilMs: 0 });
  });

  test('release does not change the claim of another invocation', async () => {
    const existing = await given(pendingExecution({ leaseUntilMs }));
    await executions.release({ ...existing, leaseOwner: 'second' }, now);
    expect(await executions.find(existing.traceId, now)).toEqual(existing);
  });

  test('release does not change what is completed', async () => {
    const existing = await given(doneExecution());
    await executions.release(existing, now);
    expect(await executions.find(existing.traceId, now)).toEqual(existing);
  });

  describe('with an effect to deliver', () => {
    const toDeliver = async () => {
      const made = await given(plannedExecution());
      return { made, ref: { traceId: made.traceId, effectKey: made.effectKey } };
    };

    test('a due effect is given to the invocation that claims its delivery, until its lease ends', async () => {
      const { made, ref } = await toDeliver();
      const claimed = { ...made, deliveryOwner: 'delivers' };
      expect(await executions.claimDelivery(ref, dueSeconds, delivering)).toEqual(claimed);
      const other = { ...delivering, leaseOwner: 'other' };
      expect(await executions.claimDelivery(ref, dueSeconds, other)).toEqual(claimed);
      expect(await executions.claimDelivery(ref, dueSeconds, delivering)).toEqual(claimed);
      const justBefore = { ...other, nowMs: delivering.deadlineMs + 1_999 };
      expect(await executions.claimDelivery(ref, dueSeconds, justBefore)).toEqual(claimed);
      const late = { ...other, nowMs: delivering.deadlineMs + 2_000 };
      expect(await executions.claimDelivery(ref, dueSeconds, late)).toEqual({
        ...made,
        deliveryOwner: 'other',
      });
    });

    test('an effect that is not due, is another or is unknown is given to no one', async () => {
      const { made, ref } = await toDeliver();
      expect(await executions.claimDelivery(ref, dueSeconds - 1, delivering)).toEqual(made);
      const another = { ...ref, effectKey: 'another' };
      expect(await executions.claimDelivery(another, dueSeconds, delivering)).toEqual(made);
      const unknown = { ...ref, traceId: 'nobody' };
      expect(await executions.claimDelivery(unknown, dueSeconds, delivering)).toBeUndefined();
      expect(await executions.find('nobody', now)).toBeUndefined();
      const done = await given(doneExecution());
      const withoutEffect = { ...ref, traceId: done.traceId };
      expect(await executions.claimDelivery(withoutEffect, dueSeconds, delivering)).toEqual(done);
    });

    test('a delivered effect stays delivered, and is given to no one any more', async () => {
      const { made, ref } = await toDeliver();
      await executions.claimDelivery(ref, dueSeconds, delivering);
      await executions.markDelivered(ref, deliveredAt, delivering);
      await executions.markDelivered(ref, '2032-01-01T00:00:00Z', delivering);
      const muchLater = { ...delivering, leaseOwner: 'other', nowMs: nowMs + 3 * dayMs };
      expect(await executions.claimDelivery(ref, dueSeconds + 999_999, muchLater)).toEqual({
        ...made,
        deliveredAt,
      });
    });

    test('only the owner of a delivery can mark it or release it', async () => {
      const { made, ref } = await toDeliver();
      await executions.claimDelivery(ref, dueSeconds, delivering);
      const other = { ...delivering, leaseOwner: 'other' };
      await executions.markDelivered(ref, deliveredAt, other);
      await executions.releaseDelivery(ref, other);
      const another = { ...ref, effectKey: 'another' };
      await executions.markDelivered(another, deliveredAt, delivering);
      await executions.releaseDelivery(another, delivering);
      expect(await executions.find(ref.traceId, now)).toEqual({ ...made, deliveryOwner: 'delivers' });
      await executions.releaseDelivery(ref, delivering);
      expect(await executions.find(ref.traceId, now)).toEqual(made);
      const claimed = { ...made, deliveryOwner: 'other' };
      expect(await executions.claimDelivery(ref, dueSeconds, other)).toEqual(claimed);
    });

    test('a claim can be completed while its effect is in delivery, and after', async () => {
      const { made, ref } = await toDeliver();
      await executions.claimDelivery(ref, dueSeconds, delivering);
      const completed = { ...made, state: 'done', resultJson: '{}' } as const;
      expect(await executions.complete(completed, now)).toBeUndefined();
      await executions.markDelivered(ref, deliveredAt, delivering);
      expect(await executions.find(ref.traceId, now)).toMatchObject({ state: 'done', deliveredAt });
    });
  });

  describe('kept for 30 days', () => {
    const expiresAt = nowMs / 1000 + 30 * 86_400;

    /** @param seconds since the epoch; `undefined`: not within a hundred years */
    async function expectExpiry(traceId: string, seconds: number | undefined): Promise<void> {
      const lastMs = seconds === undefined ? nowMs + 36_500 * dayMs : seconds * 1000 - 1;
      expect(await retained.find(traceId, invocationAt(lastMs))).toMatchObject({ traceId });
      if (seconds !== undefined)
        expect(await retained.find(traceId, invocationAt(seconds * 1000))).toBeUndefined();
    }

    test('an execution expires 30 days after it was written; one with an effect to deliver does not', async () => {
      const execution = pendingExecution();
      await retained.putIfAbsent(execution, now);
      await expectExpiry(execution.traceId, expiresAt);
      for (const effectAtSeconds of [nowMs / 1000 - 60, nowMs / 1000 + 8_640_000]) {
        const toDeliver = pendingExecution({ ...takenOver, effectAtSeconds });
        await retained.putIfAbsent(toDeliver, now);
        await expectExpiry(toDeliver.traceId, undefined);
      }
    });

    test('after completion an effect to deliver still does not expire; a rejected one does', async () => {
      const made = plannedExecution();
      await retained.putIfAbsent(made, now);
      await retained.complete({ ...made, state: 'done', resultJson: '{}' }, now);
      await expectExpiry(made.traceId, undefined);
      const rejected = plannedExecution();
      await retained.putIfAbsent(rejected, now);
      await retained.complete({ ...rejected, state: 'failed', resultJson: '{}' }, now);
      await expectExpiry(rejected.traceId, expiresAt);
    });

    test('a delivered execution expires 30 days after its delivery', async () => {
      const made = plannedExecution();
      await retained.putIfAbsent(made, now);
      const later = invocationAt(nowMs + 9 * dayMs, { leaseOwner: 'delivers' });
      const ref = { traceId: made.traceId, effectKey: made.effectKey };
      await retained.claimDelivery(ref, later.nowMs / 1000, later);
      await retained.markDelivered(ref, new Date(later.nowMs).toISOString(), later);
      await expectExpiry(made.traceId, expiresAt + 9 * 86_400);
    });

    test('an execution that has not expired is not replaced', async () => {
      const execution = doneExecution();
      await retained.putIfAbsent(execution, now);
      const justBefore = invocationAt(nowMs + 30 * dayMs - 1);
      expect(await retained.find(execution.traceId, justBefore)).toEqual(execution);
      const other = doneExecution({ traceId: execution.traceId });
      expect(await retained.putIfAbsent(other, justBefore)).toEqual(execution);
    });

    test('an expired execution counts as absent, and another one replaces it', async () => {
      const { traceId } = doneExecution();
      await retained.putIfAbsent(doneExecution({ traceId }), now);
      const then = invocationAt(nowMs + 30 * dayMs);
      expect(await retained.find(traceId, then)).toBeUndefined();
      const other = doneExecution({ traceId, fingerprint: 'another', leaseOwner: 'second' });
      expect(await retained.putIfAbsent(other, then)).toBeUndefined();
      expect(await retained.find(traceId, then)).toEqual(other);
    });

    test('an expired claim counts as absent, whatever its fingerprint and its lease', async () => {
      const { traceId } = pendingExecution();
      await retained.putIfAbsent(pendingExecution({ traceId, leaseUntilMs: nowMs + 90 * dayMs }), now);
      const then = invocationAt(nowMs + 30 * dayMs);
      const fingerprint = 'another';
      const other = pendingExecution({ traceId, fingerprint, leaseOwner: 'second', leaseUntilMs });
      expect(await retained.putIfAbsent(other, then)).toBeUndefined();
      expect(await retained.find(traceId, then)).toEqual(other);
    });

    test('release keeps the expiry of a claim, and takeOver removes it, as it adds an effect to deliver', async () => {
      const claimed = pendingExecution({ leaseUntilMs });
      await retained.putIfAbsent(claimed, now);
      const later = invocationAt(nowMs + dayMs);
      await retained.release(claimed, later);
      await expectExpiry(claimed.traceId, expiresAt);
      await retained.takeOver(claimed, { ...claimed, ...takenOver }, later);
      await expectExpiry(claimed.traceId, undefined);
    });

    test('without retention the same execution never expires', async () => {
      const execution = doneExecution();
      await retained.putIfAbsent(execution, now);
      const muchLater = invocationAt(nowMs + 36_500 * dayMs);
      expect(await executions.find(execution.traceId, muchLater)).toEqual(execution);
      const other = doneExecution({ traceId: execution.traceId });
      expect(await executions.putIfAbsent(other, muchLater)).toEqual(execution);
    });
  });
}
