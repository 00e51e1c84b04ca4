// Owns what is made of each kind of answer of the scheduler; what is asked of it is held by schedule.test.ts.
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Acted } from '../../../lib/adapters/ports.ts';
import { createReminders } from '../../../lib/adapters/scheduler/reminders.ts';
import { describeSchedule } from '../../../lib/adapters/scheduler/schedule.ts';
import '../../support/aws-environment.ts';
import { invocationAt } from '../../support/executions.ts';
import { listenLocally } from '../../support/listen.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const config = {
  scheduleGroup: 'group',
  targetArn: 'arn:aws:lambda:us-east-1:123456789012:function:execute',
  roleArn: 'arn:aws:iam::123456789012:role/ring',
  deadLetterArn: 'arn:aws:sqs:us-east-1:123456789012:undelivered',
  leadSeconds: 60,
};
const effectKey = 'e'.repeat(64);
const due = { traceId: 'reminder-7', effectKey };
const atSeconds = nowMs / 1000 + 3_600;
const arn = 'arn:aws:scheduler:us-east-1:123456789012:schedule/group/reminder_7';

let server: Server;
let endpoint: string;
let says: { readonly status: number; readonly type?: string; readonly body: object };
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

test.each<[string, typeof says, Acted]>([
  ['names the schedule', { status: 200, body: { ScheduleArn: arn } }, { kind: 'done' }],
  ['names none', { status: 200, body: {} }, { kind: 'unavailable', cause: 'UnnamedSchedule' }],
  ['has it already', { status: 409, type: 'ConflictException', body: {} }, { kind: 'done' }],
  // Every other error of CreateSchedule, and those of any AWS request.
  ...(
    [
      ['ValidationException', 400],
      ['ServiceQuotaExceededException', 402],
      ['AccessDeniedException', 403],
      ['ResourceNotFoundException', 404],
      ['ThrottlingException', 429],
      ['InternalServerException', 500],
      ['ServiceUnavailable', 503],
      ['UnrecognizedClientException', 403],
      ['AnErrorOfNextYear', 400],
    ] as const
  ).map(([type, status]): [string, typeof says, Acted] => [
    `says ${type}`,
    { status, type, body: {} },
    { kind: 'unavailable', cause: type },
  ]),
])('a scheduler that %s', async (_what, answer, acted) => {
  says = answer;
  const reminders = createReminders(config, endpoint);
  expect(await reminders.schedule(due, atSeconds, invocationAt(nowMs))).toEqual(acted);
  // On a machine that stalls, the client tries again.
  expect([...new Set(paths)]).toEqual([`POST /schedules/${effectKey}`]);
});

test('one client serves all reminders', async () => {
  says = { status: 200, body: { ScheduleArn: arn } };
  const reminders = createReminders(config, endpoint);
  await reminders.schedule(due, atSeconds, invocationAt(nowMs));
  expect(await reminders.schedule(due, atSeconds, invocationAt(nowMs))).toEqual({ kind: 'done' });
  expect(paths.length).toBeGreaterThanOrEqual(2);
});

test('without the time to settle afterwards nothing is asked', async () => {
  const remainingMs = () => 2_500;
  const reminders = createReminders(config, endpoint);
  expect(await reminders.schedule(due, atSeconds, invocationAt(nowMs, { remainingMs }))).toEqual({
    kind: 'unavailable',
    cause: 'AbortError',
  });
  expect(paths).toEqual([]);
});

test('a schedule is described to the letter', () => {
  expect(describeSchedule(due, atSeconds, config, nowMs)).toEqual({
    Name: effectKey,
    GroupName: 'group',
    ScheduleExpression: 'at(2031-04-01T10:30:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: config.targetArn,
      RoleArn: config.roleArn,
      Input: `{"trace_id":"reminder-7","effect_key":"${effectKey}"}`,
      DeadLetterConfig: { Arn: config.deadLetterArn },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  });
});

test.each([
  ['its second', nowMs / 1000 + 3_600, '2031-04-01T10:30:00'],
  ['one too close, at the lead', nowMs / 1000 + 1, '2031-04-01T09:31:00'],
  ['one after the last', 253_402_300_800, '9999-12-31T23:59:59'],
])('the instant of %s', (_what, seconds, at) => {
  expect(describeSchedule(due, seconds, config, nowMs).ScheduleExpression).toBe(`at(${at})`);
});
