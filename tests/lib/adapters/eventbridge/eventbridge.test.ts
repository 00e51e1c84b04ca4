// What each kind of answer from EventBridge Scheduler means; what is sent is tested in schedule.test.ts.
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import '../../../support/aws-environment.ts';
import { invocationAt } from '../../../support/executions.ts';
import { listenLocally } from '../../../support/listen.ts';
import { createReminders, reminderEffect } from '../../../support/reminder-effect.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const due = reminderEffect({ dueSeconds: nowMs / 1000 + 3_600 });
const arn = 'arn:aws:scheduler:us-east-1:123456789012:schedule/group/reminder_7';

let server: Server;
let endpoint: string;
let answer: { status: number; type?: string; body: object };
let paths: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    paths.push(`${request.method} ${request.url}`);
    request.resume().once('end', () => {
      response.writeHead(answer.status, {
        'content-type': 'application/json',
        connection: 'close',
        ...(answer.type !== undefined && { 'x-amzn-errortype': answer.type }),
      });
      response.end(JSON.stringify(answer.body));
    });
  });
  endpoint = await listenLocally(server);
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  paths = [];
});

test.each([
  ['answers with the name of the schedule', { status: 200, body: { ScheduleArn: arn } }, { kind: 'done' }],
  ['answers without a name', { status: 200, body: {} }, { kind: 'unavailable', cause: 'UnnamedSchedule' }],
  ['says that the schedule exists', { status: 409, type: 'ConflictException', body: {} }, { kind: 'done' }],
  ...[
    'ValidationException',
    'ResourceNotFoundException',
    'AccessDeniedException',
    'ServiceQuotaExceededException',
    'ThrottlingException',
    'InternalServerException',
    'SomethingNewException',
  ].map(
    (type) =>
      [
        `answers with ${type}, which an operator or time can repair`,
        {
          status: 400,
          type,
          body: { message: 'The execution role you provide must allow AWS EventBridge Scheduler' },
        },
        { kind: 'unavailable', cause: type },
      ] as const,
  ),
])('a scheduler that %s: %#', async (_what, given, result) => {
  answer = given;
  const reminders = createReminders({}, endpoint);
  expect(await reminders.perform(due, invocationAt(nowMs))).toEqual(result);
  // On a machine that stalls, the client tries again.
  expect([...new Set(paths)]).toEqual([`POST /schedules/${due.effectKey}`]);
});

test('a second reminder is scheduled by the same client', async () => {
  answer = { status: 200, body: { ScheduleArn: arn } };
  const reminders = createReminders({}, endpoint);
  await reminders.perform(due, invocationAt(nowMs));
  expect(await reminders.perform(due, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(paths.length).toBeGreaterThanOrEqual(2);
});

test('without time to complete or release the claim afterwards, the scheduler is not called', async () => {
  const remainingMs = () => 2_500;
  const reminders = createReminders({}, endpoint);
  expect(await reminders.perform(due, invocationAt(nowMs, { remainingMs }))).toEqual({
    kind: 'unavailable',
    cause: 'AbortError',
  });
  expect(paths).toEqual([]);
});
