// Owns what is made of each kind of answer of the scheduler; what is asked of it is held by schedule.test.ts.
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createReminders } from '../../../lib/adapters/scheduler/reminders.ts';
import { describeSchedule } from '../../../lib/adapters/scheduler/schedule.ts';
import '../../support/aws-environment.ts';
import { invocationAt } from '../../support/executions.ts';
import { listenLocally } from '../../support/listen.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const config = {
  scheduleGroup: 'group',
  topicArn: 'arn:aws:sns:us-east-1:123456789012:due',
  roleArn: 'arn:aws:iam::123456789012:role/ring',
  deadLetterArn: 'arn:aws:sqs:us-east-1:123456789012:undelivered',
  leadSeconds: 60,
};
const effect = {
  kind: 'reminder' as const,
  reminderId: 'reminder_7',
  traceId: 'reminder-7',
  message: 'Ring',
  due: { epochSeconds: nowMs / 1000 + 3_600, nanoseconds: 0 },
  dueAt: '2031-04-01T10:30:00Z',
};
const effectKey = 'e'.repeat(64);
const arn = 'arn:aws:scheduler:us-east-1:123456789012:schedule/group/reminder_7';

let server: Server;
let endpoint: string;
let says: { status: number; type?: string; body: object };
let paths: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    paths.push(`${request.method} ${request.url}`);
    request.resume().once('end', () => {
      response.writeHead(says.status, {
        'content-type': 'application/json',
        connection: 'close',
        ...(says.type !== undefined && { 'x-amzn-errortype': says.type }),
      });
      response.end(JSON.stringify(says.body));
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
  ['names the schedule', { status: 200, body: { ScheduleArn: arn } }, { kind: 'done' }],
  ['names none', { status: 200, body: {} }, { kind: 'unavailable', cause: 'UnnamedSchedule' }],
  ['has it already', { status: 409, type: 'ConflictException', body: {} }, { kind: 'done' }],
  [
    'refuses for good',
    { status: 400, type: 'ValidationException', body: {} },
    { kind: 'rejected', cause: 'ValidationException' },
  ],
  [
    'knows no such group',
    { status: 404, type: 'ResourceNotFoundException', body: {} },
    { kind: 'unavailable', cause: 'ResourceNotFoundException' },
  ],
])('a scheduler that %s', async (_what, answer, acted) => {
  says = answer;
  const reminders = createReminders(config, endpoint);
  expect(await reminders.schedule(effect, effectKey, invocationAt(nowMs))).toEqual(acted);
  // On a machine that stalls, the client tries again.
  expect([...new Set(paths)]).toEqual([`POST /schedules/${effectKey}`]);
});

test('one client serves all reminders', async () => {
  says = { status: 200, body: { ScheduleArn: arn } };
  const reminders = createReminders(config, endpoint);
  await reminders.schedule(effect, effectKey, invocationAt(nowMs));
  expect(await reminders.schedule(effect, effectKey, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(paths.length).toBeGreaterThanOrEqual(2);
});

test('without the time to settle afterwards nothing is asked', async () => {
  const remainingMs = () => 2_500;
  const reminders = createReminders(config, endpoint);
  expect(await reminders.schedule(effect, effectKey, invocationAt(nowMs, { remainingMs }))).toEqual({
    kind: 'unavailable',
    cause: 'AbortError',
  });
  expect(paths).toEqual([]);
});

test('a schedule is described to the letter', () => {
  expect(describeSchedule(effect, effectKey, config, nowMs)).toEqual({
    Name: effectKey,
    GroupName: 'group',
    ScheduleExpression: 'at(2031-04-01T10:30:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: config.topicArn,
      RoleArn: config.roleArn,
      Input:
        '{"contract_version":1,"reminder_id":"reminder_7","trace_id":"reminder-7","message":"Ring","due_at":"2031-04-01T10:30:00Z"}',
      DeadLetterConfig: { Arn: config.deadLetterArn },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  });
});

test.each([
  ['a whole second', { epochSeconds: nowMs / 1000 + 3_600, nanoseconds: 0 }, '2031-04-01T10:30:00'],
  [
    'a part of one, after it',
    { epochSeconds: nowMs / 1000 + 3_600, nanoseconds: 500_000_000 },
    '2031-04-01T10:30:01',
  ],
  ['one too close, at the lead', { epochSeconds: nowMs / 1000 + 1, nanoseconds: 0 }, '2031-04-01T09:31:00'],
  ['one after the last', { epochSeconds: 253_402_300_799, nanoseconds: 500_000_000 }, '9999-12-31T23:59:59'],
])('the instant of %s', (_what, due, at) => {
  expect(describeSchedule({ ...effect, due }, effectKey, config, nowMs).ScheduleExpression).toBe(`at(${at})`);
});
