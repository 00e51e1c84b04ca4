// The operator's topics in DynamoDB: read here, written by `npm run topics`.
import { GetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Topics } from '../ports.ts';
import { call } from './client.ts';

// DynamoDB's limit for a partition key. It refuses to look for a longer one, so that nothing can be known under it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const maxKeyBytes = 2048;

export function createTopics(client: DynamoDBClient, table: string): Topics {
  return {
    async find(topic, invocation) {
      if (Buffer.byteLength(topic) > maxKeyBytes) return undefined;
      const command = new GetItemCommand({
        TableName: table,
        Key: { topic: { S: topic } },
        ConsistentRead: true,
      });
      const answer = await call(invocation, (options) => client.send(command, options));
      // Stryker disable next-line OptionalChaining: where the client sets Item there is one; only the type says otherwise
      const dataJson = 'Item' in answer ? answer.Item?.['data']?.S : undefined;
      // It goes into the answer as it is: what somebody wrote past the tool must not break the answer's shape.
      if (dataJson !== undefined) JSON.parse(dataJson);
      return dataJson;
    },
  };
}
