// The composed service: its configuration reaches the adapters, and each adapter calls the endpoint that it is given.
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { composeService } from '../../functions/compose.ts';
import { readConfig } from '../../lib/config/config.ts';
import '../support/aws-environment.ts';
import { invocationAt } from '../support/executions.ts';
import { listenLocally } from '../support/listen.ts';
import '../support/log-watch.ts';
import { contextOf } from '../support/request-context.ts';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { testVariables } from '../support/service.ts';

const variables = testVariables({ executionsTable: 'executions', topicsTable: 'topics' });
const paths: string[] = [];
const server = createServer((request, response) => {
  paths.push(String(request.headers['x-amz-target'] ?? request.url));
  response.writeHead(200, {
    'content-type': 'application/json',
    'x-amzn-requestid': 'r',
    connection: 'close',
  });
  response.end('{"ScheduleArn":"arn:aws:scheduler:::schedule"}');
});
let endpoint: string;

beforeAll(async () => {
  endpoint = await listenLocally(server);
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});

const compose = (more: Record<string, string> = {}) =>
  composeService(readConfig({ ...variables, ...more }), () => performance.now(), {
    dynamodb: endpoint,
    scheduler: endpoint,
    sns: endpoint,
  });

test.each(['sns', 'log'])('the delivery is the one of the configuration: %s', (name) => {
  expect(compose({ REMINDER_DELIVERY: name }).deliveryName).toBe(name);
});

test('a request passes through the pipeline to the store and the scheduler', async () => {
  const request = reminderRequest();
  const context = contextOf(JSON.stringify(request.json), { invocation: invocationAt(Date.now()) });
  const response = await compose().pipeline(context, {});
  expect(response).toMatchObject({ statusCode: 200, headers: { 'x-trace-id': traceIdOf(request) } });
  // On a machine that stalls, a client tries again.
  expect([...new Set(paths)]).toEqual([
    'DynamoDB_20120810.PutItem',
    expect.stringMatching(/^\/schedules\/[0-9a-f]{64}$/),
    'DynamoDB_20120810.UpdateItem',
  ]);
});
