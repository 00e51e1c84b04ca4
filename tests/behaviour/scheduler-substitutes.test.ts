// The adapter of reminders does the same on every substitute of EventBridge Scheduler: the fake of the tests, the local
// scheduler of `npm start`, and moto.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateScheduleGroupCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startScheduler } from '../../scripts/local/scheduler.ts';
import '../support/aws-environment.ts';
import { describeWith } from '../support/describe-with.ts';
import { invocationAt } from '../support/executions.ts';
import { startFakeScheduler } from '../support/fake-scheduler.ts';
import { startMoto } from '../support/python.ts';
import { newTraceId } from '../support/requests.ts';
import { createReminders, reminderEffect, reminderVariables } from '../support/reminder-effect.ts';

type OpenedScheduler = { readonly endpoint: string; readonly close: () => Promise<void> };

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
const dueSeconds = nowMs / 1000 + 86_400;
const now = invocationAt(nowMs);

describe('reminders on the fake scheduler', () => {
  describeReminders(startFakeScheduler);
});
describe('reminders on the local scheduler', () => {
  describeReminders(openLocalScheduler);
});
describeWith('Python', 'reminders on moto', () => {
  describeReminders(async () => {
    const moto = await startMoto();
    const client = new SchedulerClient({ endpoint: moto.endpoint });
    await client.send(new CreateScheduleGroupCommand({ Name: reminderVariables['REMINDER_SCHEDULE_GROUP'] }));
    client.destroy();
    return { endpoint: moto.endpoint, close: moto.stop };
  });
});

function describeReminders(open: () => Promise<OpenedScheduler>): void {
  let scheduler: OpenedScheduler;
  beforeAll(async () => {
    scheduler = await open();
  }, 60_000);
  afterAll(async () => await scheduler.close());

  const newEffect = () => reminderEffect({ effectKey: `effect-${newTraceId()}`, dueSeconds });

  test('an effect is scheduled, and a second call for it has the same result', async () => {
    const reminders = createReminders({}, scheduler.endpoint);
    const effect = newEffect();
    expect(await reminders.perform(effect, now)).toEqual({ kind: 'done' });
    expect(await reminders.perform(effect, now)).toEqual({ kind: 'done' });
  });

  test('two effects are two schedules', async () => {
    const reminders = createReminders({}, scheduler.endpoint);
    expect(await reminders.perform(newEffect(), now)).toEqual({ kind: 'done' });
    expect(await reminders.perform(newEffect(), now)).toEqual({ kind: 'done' });
  });
}

// moto takes any name.
test.each([
  ['the fake', startFakeScheduler],
  ['the local scheduler', openLocalScheduler],
])('a schedule that breaks the rules of the service is not created: %s', async (_name, open) => {
  const scheduler = await open();
  const effect = reminderEffect({ effectKey: 'a name with spaces', dueSeconds });
  const result = await createReminders({}, scheduler.endpoint).perform(effect, now);
  expect(result).toEqual({ kind: 'unavailable', cause: 'ValidationException' });
  await scheduler.close();
});

async function openLocalScheduler(): Promise<OpenedScheduler> {
  const folder = mkdtempSync(join(tmpdir(), 'reminders-'));
  const scheduler = await startScheduler(folder);
  const close = async () => {
    await scheduler.close();
    rmSync(folder, { recursive: true });
  };
  return { endpoint: scheduler.endpoint, close };
}
