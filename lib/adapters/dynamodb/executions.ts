// Executions in DynamoDB. Each write carries the condition under which its step is allowed, so that one request checks and writes.
import { ConditionalCheckFailedException, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Execution } from '../../domain/execution.ts';
import { failure, FailureError } from '../../domain/failure.ts';
import type { Invocation } from '../../domain/invocation.ts';
import type { Executions } from '../../ports/executions.ts';
import { createDeliveries } from './deliveries.ts';
import { expiryFrom, isExpired, isToBeDelivered } from './expiry.ts';
import { asNumber, readItem, writeItem } from './items.ts';
import { createTable, type Item } from './table.ts';

const absent = 'attribute_not_exists(trace_id)';
const leased = '#state = :pending AND #token = :token';

/** @param retentionDays days after which an execution counts as absent; `undefined`: never */
export function createExecutions(
  client: DynamoDBClient,
  tableName: string,
  retentionDays: number | undefined,
): Executions {
  const table = createTable(client, tableName, 'trace_id');

  async function find(traceId: string, invocation: Invocation): Promise<Execution | undefined> {
    const item = await table.get(traceId, invocation);
    if (item === undefined || (retentionDays !== undefined && isExpired(item, invocation.nowMs)))
      return undefined;
    return readItem(item);
  }

  /** The execution for which a condition failed: DynamoDB sends it along; an embedded store must be asked for it. */
  async function readExisting(
    failed: ConditionalCheckFailedException,
    traceId: string,
    invocation: Invocation,
  ) {
    const found = failed.Item === undefined ? await find(traceId, invocation) : readItem(failed.Item);
    if (found === undefined)
      throw new FailureError(failure('store_unavailable', { cause: 'ExecutionVanished' }));
    return found;
  }

  function expiryOf(execution: Execution, nowMs: number): number | undefined {
    return isToBeDelivered(execution) ? undefined : expiryFrom(nowMs, retentionDays);
  }

  return {
    find,
    async putIfAbsent(execution, invocation) {
      const { nowMs } = invocation;
      const item = writeItem(execution, expiryOf(execution, nowMs));
      const failed = await (retentionDays === undefined
        ? table.put(item, absent, undefined, invocation)
        : table.put(
            item,
            `${absent} OR expires_at <= :now`,
            { ':now': asNumber(Math.floor(nowMs / 1000)) },
            invocation,
          ));
      return failed && (await readExisting(failed, execution.traceId, invocation));
    },
    async takeOver(seen, taken, invocation) {
      const answer = await table.update(
        seen.traceId,
        {
          set: {
            token: { S: taken.leaseOwner },
            lease_since: asNumber(taken.leaseSinceMs),
            lease_until: asNumber(taken.leaseUntilMs),
            planned_result: { S: taken.plannedJson },
            effect_key: { S: taken.effectKey },
            adapter: { S: taken.adapter },
            ...(taken.effectAtSeconds !== undefined && { effect_at: asNumber(taken.effectAtSeconds) }),
            ...(taken.dueSeconds !== undefined && { due_at: asNumber(taken.dueSeconds) }),
          },
          // An earlier version gave a claim a time to expire; an effect that is still to come has none.
          remove: isToBeDelivered(taken) ? ['expires_at'] : [],
          condition: leased,
          values: leasedBy(seen),
          returns: 'ALL_NEW',
        },
        invocation,
      );
      return answer instanceof ConditionalCheckFailedException
        ? await readExisting(answer, seen.traceId, invocation)
        : readItem(answer.Attributes ?? {});
    },
    async complete(completed, invocation) {
      const { traceId, state, resultJson = '', httpStatus } = completed;
      const expiresAt = expiryOf(completed, invocation.nowMs);
      const answer = await table.update(
        traceId,
        {
          set: {
            state: { S: state },
            execution_result: { S: resultJson },
            ...(httpStatus !== undefined && { http_status: asNumber(httpStatus) }),
            ...(expiresAt !== undefined && { expires_at: asNumber(expiresAt) }),
          },
          remove: ['planned_result', 'due_at', 'lease_since', 'lease_until'],
          condition: leased,
          values: leasedBy(completed),
        },
        invocation,
      );
      if (!(answer instanceof ConditionalCheckFailedException)) return undefined;
      return await readExisting(answer, traceId, invocation);
    },
    async release(claimed, invocation) {
      // A failed condition needs no answer: this invocation does not own the claim any more.
      await table.update(
        claimed.traceId,
        { set: { lease_until: asNumber(0) }, condition: leased, values: leasedBy(claimed) },
        invocation,
      );
    },
    ...createDeliveries(table, find, retentionDays),
  };
}

function leasedBy({ leaseOwner }: Execution): Item {
  return { ':pending': { S: 'pending' }, ':token': { S: leaseOwner } };
}
