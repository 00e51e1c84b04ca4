// The delivery of a reminder in its execution's item: claimed, marked or released, each under its condition.
import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import type { EffectRef } from '../../domain/effect.ts';
import { leaseEnd, type Invocation } from '../../domain/invocation.ts';
import type { Executions } from '../../ports/executions.ts';
import { expiryFrom } from './expiry.ts';
import { asNumber, readItem } from './items.ts';
import type { Item, Table } from './table.ts';

const claimable =
  'effect_key = :key AND effect_at <= :due AND attribute_not_exists(delivered_at) AND ' +
  '(attribute_not_exists(delivery_until) OR delivery_until <= :now OR delivery_token = :token)';
const claimed = 'effect_key = :key AND delivery_token = :token';
const claim = ['delivery_token', 'delivery_until'];

/** @param retentionDays days after its delivery for which an execution is kept; `undefined`: for good */
export function createDeliveries(
  table: Table,
  find: Executions['find'],
  retentionDays: number | undefined,
): Pick<Executions, 'claimDelivery' | 'markDelivered' | 'releaseDelivery'> {
  return {
    async claimDelivery(ref, dueSeconds, invocation) {
      const { leaseOwner, nowMs } = invocation;
      const answer = await table.update(
        ref.traceId,
        {
          set: { delivery_token: { S: leaseOwner }, delivery_until: asNumber(leaseEnd(invocation)) },
          condition: claimable,
          values: {
            ...claimedBy(ref, invocation),
            ':due': asNumber(dueSeconds),
            ':now': asNumber(nowMs),
          },
          returns: 'ALL_NEW',
        },
        invocation,
      );
      if (!(answer instanceof ConditionalCheckFailedException)) return readItem(answer.Attributes ?? {});
      return answer.Item === undefined ? await find(ref.traceId, invocation) : readItem(answer.Item);
    },
    // Below, a failed condition needs no answer: this invocation does not own the delivery any more, or an earlier attempt of the
    // same call has done it.
    async markDelivered(ref, deliveredAt, invocation) {
      const expiresAt = expiryFrom(Date.parse(deliveredAt), retentionDays);
      const set = {
        delivered_at: { S: deliveredAt },
        ...(expiresAt !== undefined && { expires_at: asNumber(expiresAt) }),
      };
      const values = claimedBy(ref, invocation);
      await table.update(ref.traceId, { set, remove: claim, condition: claimed, values }, invocation);
    },
    async releaseDelivery(ref, invocation) {
      const values = claimedBy(ref, invocation);
      await table.update(ref.traceId, { remove: claim, condition: claimed, values }, invocation);
    },
  };
}

function claimedBy({ effectKey }: EffectRef, { leaseOwner }: Invocation): Item {
  return { ':key': { S: effectKey }, ':token': { S: leaseOwner } };
}
