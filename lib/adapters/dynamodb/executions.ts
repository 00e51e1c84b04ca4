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
import { isExpired, readItem, writeItem } from './items.ts';

type Values = Record<string, AttributeValue>;
type Names = Record<string, string>;

const secondsOfDay = 86_400;
const absent = 'attribute_not_exists(trace_id)';
const claimable = '(#state = :pending AND fingerprint = :fingerprint AND lease_until <= :now_ms)';
const stillOurs = '#state = :pending AND #token = :token';

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

  async function put(
    execution: Execution,
    conditions: string[],
    values: Values,
    names: Names,
    invocation: Invocation,
  ) {
    const nowSeconds = Math.floor(invocation.nowMs / 1000);
    const expires = retentionDays !== undefined;
    const allValues = { ...values, ...(expires && { ':now': { N: String(nowSeconds) } }) };
    const command = new PutItemCommand({
      TableName: table,
      Item: writeItem(execution, expires ? nowSeconds + retentionDays * secondsOfDay : undefined),
      ConditionExpression: [absent, ...conditions, ...(expires ? ['expires_at <= :now'] : [])].join(' OR '),
      ...(Object.keys(allValues).length > 0 && { ExpressionAttributeValues: allValues }),
      ...(Object.keys(names).length > 0 && { ExpressionAttributeNames: names }),
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    const answer = await call(invocation, (options) => client.send(command, options));
    if (!(answer instanceof ConditionalCheckFailedException)) return undefined;
    return await standing(answer, execution.traceId, invocation);
  }

  function update(
    execution: Execution,
    change: Pick<UpdateItemCommandInput, 'UpdateExpression'> & { values: Values },
    invocation: Invocation,
  ) {
    const command = new UpdateItemCommand({
      TableName: table,
      Key: { trace_id: { S: execution.traceId } },
      UpdateExpression: change.UpdateExpression,
      ConditionExpression: stillOurs,
      ExpressionAttributeNames: { '#state': 'state', '#token': 'token' },
      ExpressionAttributeValues: {
        ':pending': { S: 'pending' },
        ':token': { S: execution.token },
        ...change.values,
      },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
    return call(invocation, (options) => client.send(command, options));
  }

  return {
    find,
    record: (execution, invocation) => put(execution, [], {}, {}, invocation),
    claim: (execution, invocation) =>
      put(
        execution,
        [claimable],
        {
          ':pending': { S: 'pending' },
          ':fingerprint': { S: execution.fingerprint },
          ':now_ms': { N: String(invocation.nowMs) },
        },
        { '#state': 'state' },
        invocation,
      ),
    async settle(settled, invocation) {
      const values = { ':state': { S: settled.state }, ':result': { S: settled.resultJson ?? '' } };
      const UpdateExpression = 'SET #state = :state, execution_result = :result REMOVE lease_until';
      const answer = await update(settled, { UpdateExpression, values }, invocation);
      if (!(answer instanceof ConditionalCheckFailedException)) return undefined;
      return await standing(answer, settled.traceId, invocation);
    },
    async handBack(claimed, invocation) {
      // A failed condition needs no answer: the claim is not ours any more, so there is nothing to hand back.
      await update(
        claimed,
        { UpdateExpression: 'SET lease_until = :ended', values: { ':ended': { N: '0' } } },
        invocation,
      );
    },
  };
}
