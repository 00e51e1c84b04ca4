// The least a handler can do: parse, one conditional PutItem, answer.
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
const client = new DynamoDBClient({});
export const handler = async (event: { body: string }) => {
  const request = JSON.parse(event.body);
  await client.send(
    new PutItemCommand({
      TableName: process.env.TABLE_NAME,
      Item: { trace_id: { S: request.trace_id }, title: { S: request.data.payload.title } },
      ConditionExpression: 'attribute_not_exists(trace_id)',
    }),
  );
  return {
    statusCode: 200,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ trace_id: request.trace_id, status: 'success' }),
  };
};
