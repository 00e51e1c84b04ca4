// One table of DynamoDB whose items have one key: reads and conditional writes, one request each.
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from '@aws-sdk/client-dynamodb';
import type { Invocation } from '../../domain/invocation.ts';
import { call } from './client.ts';

export type Item = Record<string, AttributeValue>;

export type Update = {
  readonly set?: Item;
  readonly remove?: readonly string[];
  /** Its names `#state` and `#token` are known; other names that DynamoDB reserves are not. */
  readonly condition: string;
  readonly values: Item;
  readonly returns?: 'NONE' | 'ALL_NEW';
};

export type Table = ReturnType<typeof createTable>;

/** Every method throws a FailureError `store_unavailable` if DynamoDB fails. A failed condition is returned. */
export function createTable(client: DynamoDBClient, tableName: string, keyName: string) {
  const keyOf = (key: string): Item => ({ [keyName]: { S: key } });
  return {
    /** Reads an item consistently. */
    async get(key: string, invocation: Invocation): Promise<Item | undefined> {
      const command = new GetItemCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: true });
      const answer = await call(invocation, (options) => client.send(command, options));
      return answer.Item;
    },

    /** Writes an item under a condition. */
    async put(item: Item, condition: string, values: Item | undefined, invocation: Invocation) {
      const command = new PutItemCommand({
        TableName: tableName,
        Item: item,
        ConditionExpression: condition,
        ...(values !== undefined && { ExpressionAttributeValues: values }),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const answer = await call(invocation, (options) => client.send(command, options));
      return answer instanceof ConditionalCheckFailedException ? answer : undefined;
    },

    /** Changes an item under a condition. */
    async update(key: string, update: Update, invocation: Invocation) {
      const { set = {}, remove = [], condition, values, returns = 'NONE' } = update;
      const names = Object.keys(set);
      const changes = [
        ...(names.length > 0 ? [`SET ${names.map((name) => `#${name} = :new_${name}`).join(', ')}`] : []),
        ...(remove.length > 0 ? [`REMOVE ${remove.join(', ')}`] : []),
      ];
      // `state` and `token` are reserved words of DynamoDB.
      const inCondition = ['state', 'token'].filter((name) => condition.includes(`#${name}`));
      const aliases = [...new Set([...names, ...inCondition])].map((name) => [`#${name}`, name] as const);
      const newValues = Object.fromEntries(
        Object.entries(set).map(([name, value]) => [`:new_${name}`, value]),
      );
      const command = new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(key),
        UpdateExpression: changes.join(' '),
        ConditionExpression: condition,
        ...(aliases.length > 0 && { ExpressionAttributeNames: Object.fromEntries(aliases) }),
        ExpressionAttributeValues: { ...values, ...newValues },
        ReturnValues: returns,
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      return await call(invocation, (options) => client.send(command, options));
    },
  };
}
