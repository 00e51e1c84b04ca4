// The operator's topics in DynamoDB: read here, written by `npm run topics`.
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Topics } from '../../ports/topics.ts';
import { createTable } from './table.ts';

// DynamoDB's limit for a partition key. It refuses to look for a longer one, so no entry can exist under it.
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
const maxKeyBytes = 2048;

export function createTopics(client: DynamoDBClient, tableName: string): Topics {
  const table = createTable(client, tableName, 'topic');
  return {
    async find(topic, invocation) {
      if (Buffer.byteLength(topic) > maxKeyBytes) return undefined;
      const item = await table.get(topic, invocation);
      const dataJson = item?.['data']?.S;
      // It becomes part of the answer as it is: an item that was not written by the tool must not break the answer's shape.
      if (dataJson !== undefined) JSON.parse(dataJson);
      return dataJson;
    },
  };
}
