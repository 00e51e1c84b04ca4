import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateScheduleCommand,
  SchedulerClient,
  type CreateScheduleCommandInput,
} from '@aws-sdk/client-scheduler';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startScheduler, type Scheduler } from '../../scripts/local/scheduler.ts';

const arn = 'arn:aws:scheduler:us-east-1:000000000000:schedule/reminders';
let folder: string;
let fired: (readonly [name: string, lateMs: number, input: string])[];
let succeeds: boolean;
let disarm: () => Promise<void>;
let scheduler: Scheduler;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'scheduler-'));
  fired = [];
  succeeds = true;
  scheduler = await start();
});
afterEach(async () => {
  await disarm();
  await scheduler.close();
  rmSync(folder, { recursive: true });
});

async function start(): Promise<Scheduler> {
  const started = await startScheduler(folder);
  disarm = started.arm(({ name, at: due, input }) => {
    fired.push([name, Date.now() - due, input]);
    return Promise.resolve(succeeds);
  });
  return started;
}

function at(msAhead: number): string {
  return `at(${new Date(Date.now() + msAhead).toISOString().slice(0, 19)})`;
}

/** Sends CreateSchedule with the real client; gives the ARN, or the error's name and status. */
async function create(changes: Partial<CreateScheduleCommandInput>): Promise<unknown> {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new SchedulerClient({
    endpoint: scheduler.endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  const input: CreateScheduleCommandInput = {
    Name: 'one',
    GroupName: 'reminders',
    ScheduleExpression: at(86_400_000),
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: 'arn:aws:sns:us-east-1:000000000000:due',
      RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
      Input: '{}',
    },
    ...changes,
  };
  try {
    return (await client.send(new CreateScheduleCommand(input))).ScheduleArn;
  } catch (error) {
    const { name, $metadata } = error as { name: string; $metadata?: { httpStatusCode?: number } };
    return [name, $metadata?.httpStatusCode];
  } finally {
    client.destroy();
  }
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}

test('a schedule fires once, never early, and then its name is free', async () => {
  expect(await create({ ScheduleExpression: at(2_000) })).toBe(`${arn}/one`);
  await pause(2_500);
  expect(fired).toEqual([['one', expect.any(Number), '{}']]);
  expect(fired[0]?.[1]).toBeGreaterThanOrEqual(0);
  expect(readdirSync(join(folder, 'pending'))).toEqual([]);
  expect(await create({ ScheduleExpression: at(-5_000) })).toBe(`${arn}/one`);
  expect(fired).toHaveLength(2);
});

test('a schedule that is already due fires at once', async () => {
  expect(await create({ ScheduleExpression: at(-60_000) })).toBe(`${arn}/one`);
  expect(fired).toEqual([['one', expect.any(Number), '{}']]);
});

test('a target that fails is tried again until it succeeds, also after a restart', async () => {
  succeeds = false;
  await create({ ScheduleExpression: at(-1_000) });
  await pause(1_400);
  expect(fired).toHaveLength(2);
  await disarm();
  await scheduler.close();
  scheduler = await start();
  await pause(100);
  expect(fired).toHaveLength(3);
  succeeds = true;
  await pause(1_200);
  expect(fired).toHaveLength(4);
  await pause(1_500);
  expect(fired).toHaveLength(4);
});

test('a taken name is a conflict', async () => {
  expect(await create({})).toBe(`${arn}/one`);
  expect(await create({})).toEqual(['ConflictException', 409]);
  expect(await create({ GroupName: 'elsewhere' })).toMatch(/elsewhere\/one$/);
});

test('of many concurrent calls for one name, one creates the schedule', async () => {
  const answers = await Promise.all(Array.from({ length: 20 }, () => create({})));
  expect(answers.filter((answer) => answer === `${arn}/one`)).toHaveLength(1);
});

test('schedules that are not due yet, even by decades, survive a restart', async () => {
  await create({ ScheduleExpression: 'at(2099-01-01T00:00:00)' });
  await disarm();
  await scheduler.close();
  scheduler = await start();
  expect(await create({})).toEqual(['ConflictException', 409]);
  expect(fired).toEqual([]);
});

test.each<Partial<CreateScheduleCommandInput>>([
  { Name: 'a name' },
  { Name: 'a'.repeat(65) },
  { GroupName: 'a group' },
  { ScheduleExpression: 'rate(1 hour)' },
  { ScheduleExpression: 'at(2099-02-30T00:00:00)' },
  { ScheduleExpression: 'at(2099-01-01T00:00:00Z)' },
  { ScheduleExpressionTimezone: 'Europe/Berlin' },
  { FlexibleTimeWindow: { Mode: 'FLEXIBLE', MaximumWindowInMinutes: 5 } },
  { Target: { Arn: 'topic', RoleArn: 'arn:aws:iam::000000000000:role/scheduler', Input: '{}' } },
  {
    Target: {
      Arn: 'arn:aws:sns:us-east-1:000000000000:due',
      RoleArn: 'arn:aws:iam::000000000000:role/scheduler',
      Input: 'no JSON',
    },
  },
])('%j is refused', async (changes) => {
  expect(await create(changes)).toEqual(['ValidationException', 400]);
});

test('any other call is unknown', async () => {
  const answer = await fetch(`${scheduler.endpoint}/schedules`);
  expect([answer.status, answer.headers.get('x-amzn-errortype')]).toEqual([404, 'UnknownOperationException']);
});
