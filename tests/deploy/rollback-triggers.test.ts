// A deployment is rolled back by the alarms that exist, and by no other: CloudFormation refuses those that do not.
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { existingAlarms, noTriggers, triggersFor } from '../../scripts/deploy/rollback-triggers.ts';

const resource = (id: string, status: string): string =>
  `<member><LogicalResourceId>${id}</LogicalResourceId><PhysicalResourceId>name-of-${id}</PhysicalResourceId>` +
  `<ResourceType>T</ResourceType><ResourceStatus>${status}</ResourceStatus></member>`;

const known =
  '<ListStackResourcesResponse><ListStackResourcesResult><StackResourceSummaries>' +
  resource('A', 'CREATE_COMPLETE') +
  resource('B', 'UPDATE_COMPLETE') +
  resource('C', 'CREATE_FAILED') +
  resource('D', 'CREATE_COMPLETE') +
  '</StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>';
const refusal = (code: string, message: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`;

const server = createServer((request, response) => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    const stack = new URLSearchParams(body).get('StackName');
    if (stack === 'known') return response.end(known);
    response.statusCode = stack === 'absent' ? 400 : 403;
    return response.end(
      stack === 'absent'
        ? refusal('ValidationError', 'Stack with id absent does not exist')
        : refusal('AccessDenied', 'no'),
    );
  });
});
const config = () => ({
  endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
  region: 'us-east-1',
  credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
});

beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterAll(() => {
  server.close();
});

test('of the alarms given, those that exist are named', async () => {
  expect(await existingAlarms(config(), 'known', ['A', 'B', 'C', 'X'])).toEqual(['name-of-A', 'name-of-B']);
});

test('a stack that does not exist yet has no alarms', async () => {
  expect(await existingAlarms(config(), 'absent', ['A'])).toEqual([]);
});

test('an error of CloudFormation is not taken for an empty list', async () => {
  await expect(existingAlarms(config(), 'secret', ['A'])).rejects.toThrow('no');
});

test('the alarms are named by their ARNs, and no alarms are an empty list', () => {
  expect(triggersFor(['x'], 'arn:aws:cloudwatch:eu-west-1:1:alarm:', 5)).toEqual({
    RollbackTriggers: [{ Arn: 'arn:aws:cloudwatch:eu-west-1:1:alarm:x', Type: 'AWS::CloudWatch::Alarm' }],
    MonitoringTimeInMinutes: 5,
  });
  expect(triggersFor([], 'arn:', 5)).toEqual(noTriggers);
});
