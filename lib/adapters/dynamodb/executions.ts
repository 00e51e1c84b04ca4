// Executions in DynamoDB. Every write carries the condition under which its step of the protocol may be taken, so that
// one request does the step and its check.
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { failure, Fault } from '../../contract/failure.ts';
import type { Invocation } from '../../contract/invocation.ts';
import type { Execution, Executions } from '../ports.ts';
import { call } from './client.ts';
import { asNumber, isExpired, readItem, writeItem } from './items.ts';

type Values = Record<string, AttributeValue>;

const secondsOfDay = 86_400;
const absent = 'attribute_not_exists(trace_id)';
const heldBy = '#state = :pending AND #token = :token';

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
      Item: writeItem(execution, expiryOf(execution, nowSeconds)),
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

  function expiryOf({ effectAtSeconds = 0 }: Execution, nowSeconds: number): number | undefined {
    if (retentionDays === undefined) return undefined;
    return Math.max(nowSeconds, effectAtSeconds) + retentionDays * secondsOfDay;
  }

  /** Changes a pending execution, if it is still held under the token that this one has. */
  function update(
    { traceId, token }: Execution,
    change: Pick<UpdateItemCommandInput, 'UpdateExpression'> & { values: Values },
    invocation: Invocation,
  ) {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { trace_id: { S: traceId } },
      UpdateExpression: change.UpdateExpression,
      ConditionExpression: heldBy,
      ExpressionAttributeNames: { '#state': 'state', '#token': 'token' },
      ExpressionAttributeValues: {
        ':pending': { S: 'pending' },
        ':token': { S: token },
        ...change.values,
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return call(invocation, (options) => client.send(command, options));
  }

  return {
    find,
    record,
    async takeOver(seen, { token, leaseSinceMs, leaseUntilMs }, invocation) {
      const answer = await update(
        seen,
        {
          UpdateExpression: 'SET #token = :next, lease_since = :since, lease_until = :until',
          values: {
            ':next': { S: token },
            ':since': asNumber(leaseSinceMs),
            ':until': asNumber(leaseUntilMs),
          },
        },
        invocation,
      );
      if (!(answer instanceof ConditionalCheckFailedException)) return undefined;
      return await standing(answer, seen.traceId, invocation);
    },
    async settle(settled, invocation) {
      const values = { ':state': { S: settled.state }, ':result': { S: settled.resultJson ?? '' } };
      const UpdateExpression =
        'SET #state = :state, execution_result = :result REMOVE lease_since, lease_until';
      const answer = await update(settled, { UpdateExpression, values }, invocation);
      if (!(answer instanceof ConditionalCheckFailedException)) return undefined;
      return await standing(answer, settled.traceId, invocation);
    },
    async handBack(claimed, invocation) {
      // A failed condition needs no answer: the claim is not ours any more, so there is nothing to hand back.
      await update(
        claimed,
        { UpdateExpression: 'SET lease_until = :ended', values: { ':ended': asNumber(0) } },
        invocation,
      );
    },
  };
}
