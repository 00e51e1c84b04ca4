// Calls to DynamoDB in general: which endpoint the client calls, what counts as an answer, and what an error becomes.
import { createServer } from 'node:http';
import { expect, test } from '@jest/globals';
import { ConditionalCheckFailedException, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { call, createDynamoClient } from '../../../../lib/adapters/dynamodb/client.ts';
import { failure, FailureError } from '../../../../lib/domain/failure.ts';
import '../../../support/aws-environment.ts';
import { invocationAt } from '../../../support/executions.ts';
import { listenLocally } from '../../../support/listen.ts';

const invocation = () => invocationAt(Date.UTC(2031, 3, 1));
const answer = { $metadata: { requestId: 'of-dynamodb' } };

test('the client calls the endpoint that it is given, or else the one that the SDK finds', async () => {
  expect(await createDynamoClient('http://127.0.0.1:9').config.endpoint?.()).toMatchObject({
    hostname: '127.0.0.1',
    port: 9,
  });
  expect(createDynamoClient().config.endpoint).toBeUndefined();
});

test('the client tries three times, and has no logger middleware', async () => {
  const client = createDynamoClient();
  expect(await client.config.maxAttempts()).toBe(3);
  expect(client.middlewareStack.identify().join()).not.toContain('loggerMiddleware');
});

test('the client sends the user agent of the SDK, without the features that a request uses', async () => {
  const userAgents: string[] = [];
  const server = createServer((request, response) => {
    userAgents.push(request.headers['user-agent'] ?? '');
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end('{}');
  });
  const endpoint = await listenLocally(server);
  const ours = createDynamoClient(endpoint);
  for (const client of [new DynamoDBClient({ endpoint }), ours, ours])
    await client.send(new GetItemCommand({ TableName: 'executions', Key: { trace_id: { S: 'a' } } }));
  server.closeAllConnections();
  server.close();
  const parts = userAgents[0]?.split(' ').filter((part) => !part.startsWith('m/')) ?? [];
  expect(parts).toContain('lang/js');
  expect(userAgents.slice(1)).toEqual([parts.join(' '), parts.join(' ')]);
});

test('an answer is returned unchanged, and the call counted', async () => {
  const counted = invocation();
  expect(await call(counted, () => Promise.resolve(answer))).toBe(answer);
  expect(counted.storeCalls).toBe(1);
});

test('a failed condition is an answer', async () => {
  const failed = new ConditionalCheckFailedException({ message: 'no', $metadata: {} });
  expect(await call(invocation(), () => Promise.reject(failed))).toBe(failed);
});

test('an answer without a request id is not from DynamoDB: the store is unavailable', async () => {
  const thrown: unknown = await call(invocation(), () => Promise.resolve({ $metadata: {} })).catch(
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(FailureError);
  expect((thrown as FailureError).failure).toEqual(failure('store_unavailable', { cause: 'TypeError' }));
});

test('any other error means that the store is unavailable, and only its name is kept', async () => {
  const counted = invocation();
  const thrown: unknown = await call(counted, () => Promise.reject(new RangeError('a secret'))).catch(
    (error: unknown) => error,
  );
  expect((thrown as FailureError).failure).toEqual(failure('store_unavailable', { cause: 'RangeError' }));
  expect(counted.storeCalls).toBe(1);
});
