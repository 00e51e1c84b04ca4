// What each kind of answer from EventBridge Scheduler means; what is sent is tested in schedule.test.ts.
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import '../../../support/aws-environment.ts';
import { buildEffect } from '../../../support/effects.ts';
import { invocationAt } from '../../../support/executions.ts';
import { listenLocally } from '../../../support/listen.ts';
import { outsideBehaviours } from '../../../support/outside-behaviours.ts';
import { createReminders, reminderEffect } from '../../../support/reminder-effect.ts';
import { describeAdapter } from '../../ports/describe-adapter.ts';
import { answer as sendAnswer, startReceiver, type Behaviour } from '../delivery/receiver.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const due = reminderEffect({ dueSeconds: nowMs / 1000 + 3_600 });
const arn = 'arn:aws:scheduler:us-east-1:123456789012:schedule/group/reminder_7';

/** Schedules by name, as the service makes them. */
const schedules = new Set<string>();
const {
  busy: _busy,
  doneBut: _doneBut,
  ...behaviours
} = outsideBehaviours(({ path = '' }) => {
  const headers = { 'content-type': 'application/json' };
  if (schedules.has(path)) {
    return { status: 409, headers: { ...headers, 'x-amzn-errortype': 'ConflictException' }, body: '{}' };
  }
  schedules.add(path);
  return { status: 200, headers, body: JSON.stringify({ ScheduleArn: arn }) };
});
const named = (status: number, type: string) => ({
  title: `a ${status} ${type}`,
  answer: sendAnswer(status, '{}', { 'content-type': 'application/json', 'x-amzn-errortype': type }),
  cause: type,
});

describe('as an adapter', () => {
  describeAdapter<'reminder', Behaviour>(
    {
      ...behaviours,
      refused: [],
      // The client names an error that the service did not.
      redirects: behaviours.redirects.map((redirect) => ({ ...redirect, cause: 'Unknown' })),
      toBeMended: [
        named(403, 'AccessDeniedException'),
        named(429, 'ThrottlingException'),
        named(500, 'InternalServerException'),
      ],
      garbage: [
        {
          title: 'a 200 without a body',
          answer: sendAnswer(200),
          result: { kind: 'unavailable', cause: 'UnnamedSchedule' },
          things: 0,
        },
      ],
    },
    async () => {
      const receiver = await startReceiver();
      const gone = await startReceiver();
      await gone.close();
      return {
        adapter: createReminders({}, receiver.url),
        unreachable: createReminders({}, gone.url),
        // The client does not know an error of Node under Jest, which has an `Error` of its own: elsewhere it is ECONNREFUSED.
        unreachableCause: 'Error',
        buildEffect: () => buildEffect('reminder'),
        externalOf: () => undefined,
        answer: receiver.behave,
        countThings: () => schedules.size,
        countCalls: () => receiver.received.length,
        close: receiver.close,
      };
    },
  );
});

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
