// Executions in DynamoDB. Every write carries the condition under which its step of the protocol may be taken, so that
// one request does the step and its check.
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import { failure, Fault } from '../../domain/failure.ts';
import { leaseEnd, type Invocation } from '../../domain/invocation.ts';
import type { Due, Execution, Executions } from '../ports.ts';
import { call } from './client.ts';
import { asNumber, isExpired, readItem, writeItem } from './items.ts';

type Values = Record<string, AttributeValue>;

const secondsOfDay = 86_400;
const absent = 'attribute_not_exists(trace_id)';
const held = '#state = :pending AND #token = :token';
const delivering = 'effect_key = :key AND delivery_token = :token';

/** @param retentionDays days after which an execution counts as absent; `undefined`: never */
export function createExecutions(
  client: DynamoDBClient,
  table: string,
  retentionDays: number | undefined,
): Executions {
  async function find(traceId: string, invocation: Invocation): Promise<Execution | undefined> {
    const command = new GetItemCommand({
      TableName: table,
      Key: { trace_id: { S: traceId } },
      ConsistentRead: true,
    });
    const answer = await call(invocation, (options) => client.send(command, options));
    const item = 'Item' in answer ? answer.Item : undefined;
    if (item === undefined || (retentionDays !== undefined && isExpired(item, invocation.nowMs)))
      return undefined;
    return readItem(item);
  }

  /** What stands where a condition failed: the store sends it along, or (an embedded one) must be asked. */
  async function standing(answer: ConditionalCheckFailedException, traceId: string, invocation: Invocation) {
    const found = answer.Item === undefined ? await find(traceId, invocation) : readItem(answer.Item);
    if (found === undefined) throw new Fault(failure('store_unavailable', { cause: 'ExecutionVanished' }));
    return found;
  }

  async function record(execution: Execution, invocation: Invocation) {
    const nowSeconds = Math.floor(invocation.nowMs / 1000);
    const command = new PutItemCommand({
      TableName: table,
      Item: writeItem(execution, isToBeDelivered(execution) ? undefined : expiryFrom(nowSeconds)),
      ...(retentionDays === undefined
        ? { ConditionExpression: absent }
        : {
            ConditionExpression: `${absent} OR expires_at <= :now`,
            ExpressionAttributeValues: { ':now': asNumber(nowSeconds) },
          }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const answer = await call(invocation, (options) => client.send(command, options));
    if (!(answer instanceof ConditionalCheckFailedException)) return undefined;
    return await standing(answer, execution.traceId, invocation);
  }

  /** @param seconds since the epoch */
  function expiryFrom(seconds: number): number | undefined {
    return retentionDays === undefined ? undefined : seconds + retentionDays * secondsOfDay;
  }

  /** Changes an execution under a condition. */
  function update(
    traceId: string,
    condition: string,
    { set = {}, remove = [] }: { readonly set?: Values; readonly remove?: readonly string[] },
    values: Values,
    invocation: Invocation,
    returned: 'NONE' | 'ALL_NEW' = 'NONE',
  ) {
    const names = Object.keys(set);
    const sets = names.map((name) => `#${name} = :new_${name}`);
    const changes = [
      ...(sets.length > 0 ? [`SET ${sets.join(', ')}`] : []),
      ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
    ];
    // Names stand beside the expressions, for `state` and `token` are words of DynamoDB's own.
    const used = ['state', 'token'].filter((name) => condition.includes(`#${name}`));
    const aliases = [...new Set([...names, ...used])].map((name) => [`#${name}`, name] as const);
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { trace_id: { S: traceId } },
      UpdateExpression: changes.join(' '),
      ConditionExpression: condition,
      ...(aliases.length > 0 && { ExpressionAttributeNames: Object.fromEntries(aliases) }),
      ExpressionAttributeValues: {
        ...values,
        ...Object.fromEntries(names.map((name) => [`:new_${name}`, set[name] as AttributeValue])),
      },
      ReturnValues: returned,
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return call(invocation, (options) => client.send(command, options));
  }

  return {
    find,
    record,
    async takeOver(seen, taken, invocation) {
      const { token, leaseSinceMs = 0, leaseUntilMs = 0, plannedJson = '', effectKey = '' } = taken;
      const answer = await update(
        seen.traceId,
        held,
        {
          set: {
            token: { S: token },
            lease_since: asNumber(leaseSinceMs),
            lease_until: asNumber(leaseUntilMs),
            planned_result: { S: plannedJson },
            effect_key: { S: effectKey },
            effect_at: asNumber(taken.effectAtSeconds ?? 0),
          },
          // An earlier version gave a claim a time to expire: an effect that is still to come has none.
          remove: isToBeDelivered(taken) ? ['expires_at'] : [],
        },
        holding(seen),
        invocation,
        'ALL_NEW',
      );
      return answer instanceof ConditionalCheckFailedException
        ? await standing(answer, seen.traceId, invocation)
        : readItem(answer.Attributes ?? {});
    },
    async settle(settled, invocation) {
      const { traceId, state, resultJson = '', httpStatus } = settled;
      const expiresAt = isToBeDelivered(settled)
        ? undefined
        : expiryFrom(Math.floor(invocation.nowMs / 1000));
      const answer = await update(
        traceId,
        held,
        {
          set: {
            state: { S: state },
            execution_result: { S: resultJson },
            ...(httpStatus !== undefined && { http_status: asNumber(httpStatus) }),
            ...(expiresAt !== undefined && { expires_at: asNumber(expiresAt) }),
          },
          remove: ['planned_result', 'lease_since', 'lease_until'],
        },
        holding(settled),
        invocation,
      );
      if (!(answer instanceof ConditionalCheckFailedException)) return undefined;
      return await standing(answer, traceId, invocation);
    },
    async handBack(claimed, invocation) {
      // A failed condition needs no answer: the claim is not ours any more, so there is nothing to hand back.
      const set = { lease_until: asNumber(0) };
      await update(claimed.traceId, held, { set }, holding(claimed), invocation);
    },
    async claimDelivery({ traceId, effectKey }, dueSeconds, invocation) {
      const answer = await update(
        traceId,
        'effect_key = :key AND effect_at <= :due AND attribute_not_exists(delivered_at) AND ' +
          '(attribute_not_exists(delivery_until) OR delivery_until <= :now OR delivery_token = :token)',
        {
          set: {
            delivery_token: { S: invocation.token },
            delivery_until: asNumber(leaseEnd(invocation)),
          },
        },
        {
          ':key': { S: effectKey },
          ':due': asNumber(dueSeconds),
          ':now': asNumber(invocation.nowMs),
          ':token': { S: invocation.token },
        },
        invocation,
        'ALL_NEW',
      );
      if (!(answer instanceof ConditionalCheckFailedException)) return readItem(answer.Attributes ?? {});
      return answer.Item === undefined ? await find(traceId, invocation) : readItem(answer.Item);
    },
    // Below, a failed condition needs no answer: the delivery is not ours any more, or an earlier attempt of the same call has done it.
    async markDelivered(due, deliveredAt, invocation) {
      const expiresAt = expiryFrom(Math.floor(Date.parse(deliveredAt) / 1000));
      const set = {
        delivered_at: { S: deliveredAt },
        ...(expiresAt !== undefined && { expires_at: asNumber(expiresAt) }),
      };
      await update(
        due.traceId,
        delivering,
        { set, remove: claimOfDelivery },
        ownDelivery(due, invocation),
        invocation,
      );
    },
    async releaseDelivery(due, invocation) {
      await update(
        due.traceId,
        delivering,
        { remove: claimOfDelivery },
        ownDelivery(due, invocation),
        invocation,
      );
    },
  };
}

const claimOfDelivery = ['delivery_token', 'delivery_until'];

/** What is yet to be delivered does not expire before. */
function isToBeDelivered({ state, effectAtSeconds, deliveredAt }: Execution): boolean {
  return state !== 'failed' && effectAtSeconds !== undefined && deliveredAt === undefined;
}

function holding({ token }: Execution): Values {
  return { ':pending': { S: 'pending' }, ':token': { S: token } };
}

function ownDelivery({ effectKey }: Due, { token }: Invocation): Values {
  return { ':key': { S: effectKey }, ':token': { S: token } };
}
