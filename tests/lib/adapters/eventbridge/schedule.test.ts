// The schedule of a reminder: its exact value, checked by the models of the service, and created in moto.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  CreateScheduleGroupCommand,
  CreateScheduleInput$,
  GetScheduleCommand,
  SchedulerClient,
} from '@aws-sdk/client-scheduler';
import * as fc from 'fast-check';
import type { Effect } from '../../../../lib/domain/effect.ts';
import { toScheduleInput } from '../../../../lib/adapters/eventbridge/schedule.ts';
import { effectKeyOf } from '../../../../lib/domain/effect-key.ts';
import { idOf } from '../../../../lib/domain/ids.ts';
import '../../../support/aws-environment.ts';
import { describeWith } from '../../../support/describe-with.ts';
import { invocationAt } from '../../../support/executions.ts';
import { askPython, startMoto, type Moto } from '../../../support/python.ts';
import { createReminders, reminderEffect, reminderVariables } from '../../../support/reminder-effect.ts';
import { traceIds } from '../../../support/trace-ids.ts';

const nowMs = Date.UTC(2031, 3, 1, 9, 30, 0, 500);

function reminder(traceId: string, dueSeconds = Math.floor(nowMs / 1000) + 9): Effect<'reminder'> {
  const effectKey = effectKeyOf(idOf('reminder', traceId), 'f'.repeat(64), '2031-04-01T09:30:00.000Z');
  return reminderEffect({ traceId, effectKey, dueSeconds });
}

const describe = (effect: Effect<'reminder'>, change: object = {}, now = nowMs) =>
  toScheduleInput(effect, { ...reminderVariables, ...change }, now);

const reminders: fc.Arbitrary<Effect<'reminder'>> = fc
  .tuple(traceIds, fc.integer({ min: 0, max: 3_000_000_000 }))
  .map(([traceId, aheadSeconds]) => reminder(traceId, Math.ceil(nowMs / 1000) + aheadSeconds));

/** A thousand reminders, of a thousand traces. */
const thousand = fc.sample(
  fc.uniqueArray(reminders, {
    selector: ({ traceId }) => traceId,
    minLength: 1_000,
    maxLength: 1_000,
    size: 'max',
  }),
  { numRuns: 1, seed: 2_031 },
)[0];
if (thousand === undefined) throw new Error('there is no sample');

test('the schedule of a reminder fires once, in UTC, and is deleted after that', () => {
  const given = reminder('reminder-001', Date.UTC(2031, 3, 2, 7) / 1000);
  expect(describe(given)).toEqual({
    Name: given.effectKey,
    GroupName: 'workflow-executor-test-reminders',
    ScheduleExpression: 'at(2031-04-02T07:00:00)',
    ScheduleExpressionTimezone: 'UTC',
    FlexibleTimeWindow: { Mode: 'OFF' },
    ActionAfterCompletion: 'DELETE',
    Target: {
      Arn: 'arn:aws:lambda:us-east-1:000000000000:function:workflow-executor-test-execute',
      RoleArn: 'arn:aws:iam::000000000000:role/workflow-executor-test-reminders',
      Input: `{"trace_id":"reminder-001","effect_key":"${given.effectKey}"}`,
      DeadLetterConfig: {
        Arn: 'arn:aws:sqs:us-east-1:000000000000:workflow-executor-test-reminders-failed',
      },
      RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
    },
  });
});

test.each([
  ['at its second', 10, 0, '2031-04-01T09:30:10'],
  ['at the configured lead from now, when it is due earlier', 10, 60, '2031-04-01T09:31:01'],
  ['at its second, when it is due after the lead', 61, 60, '2031-04-01T09:31:01'],
  ['in the next second, when it is due at once', 0, 0, '2031-04-01T09:30:01'],
])('a schedule fires %s', (_when, aheadSeconds, leadSeconds, at) => {
  const given = reminder('a', Math.floor(nowMs / 1000) + aheadSeconds);
  expect(describe(given, { REMINDER_LEAD_SECONDS: String(leadSeconds) }).ScheduleExpression).toBe(
    `at(${at})`,
  );
});

test('a reminder after the year 9999 is scheduled for the last second of that year', () => {
  expect(describe(reminder('a', 253_402_300_800)).ScheduleExpression).toBe('at(9999-12-31T23:59:59)');
});

test('the schedules of a thousand reminders have valid and distinct names', () => {
  const names = thousand.map((given) => describe(given).Name);
  expect(names.filter((name) => !/^[0-9a-zA-Z-_.]{1,64}$/.test(String(name)))).toEqual([]);
  expect(new Set(names).size).toBe(1_000);
});

test('the input of a schedule holds the trace id and the effect key alone, without a character of a placeholder', () => {
  for (const given of thousand) {
    const { Target } = describe(given);
    expect(JSON.parse(Target?.Input ?? '')).toEqual({
      trace_id: given.traceId,
      effect_key: given.effectKey,
    });
    expect(Target?.Input).not.toMatch(/[<>]/);
  }
});

test('the same reminder has the same schedule at any time before its lead', () => {
  for (const given of thousand.slice(0, 50)) {
    expect(describe(given, {}, Number(given.dueSeconds) * 1000)).toEqual(describe(given, {}, 0));
  }
});

test('every member of the input is known to the model of the SDK', () => {
  const first = describe(reminder('a'));
  expect(unknownMembers(CreateScheduleInput$, first)).toEqual([]);
  expect(unknownMembers(CreateScheduleInput$, { ...first, Target: { Arm: '' } })).toEqual(['Arm']);
});

describeWith('Python', 'by the model of botocore', () => {
  test('the schedules of a thousand reminders are valid', () => {
    const inputs = thousand.map((given) => describe(given));
    const { checked, faults } = askPython('tests/lib/adapters/eventbridge/schedule_model.py', inputs) as {
      checked: number;
      faults: string[];
    };
    expect(faults).toEqual([]);
    expect(checked).toBeGreaterThan(20_000);
  });

  test('a schedule that breaks the model is found', () => {
    const input = { ...describe(reminder('a')), Name: 'a b', Color: 'red' };
    const answer = askPython('tests/lib/adapters/eventbridge/schedule_model.py', [input]);
    expect(answer).toMatchObject({ faults: ['/Name is not of its pattern: a b', '/Color is not known'] });
  });
});

describeWith('Python', 'reminders against moto', () => {
  let moto: Moto;
  let client: SchedulerClient;

  beforeAll(async () => {
    moto = await startMoto();
    client = new SchedulerClient({ endpoint: moto.endpoint });
    await client.send(new CreateScheduleGroupCommand({ Name: reminderVariables['REMINDER_SCHEDULE_GROUP'] }));
  }, 60_000);
  afterAll(async () => {
    client.destroy();
    await moto.stop();
  });

  test('each schedule is created as it was described', async () => {
    const port = createReminders({}, moto.endpoint);
    const now = invocationAt(nowMs);
    for (const effect of thousand.slice(0, 25)) {
      expect(await port.perform(effect, now)).toEqual({ kind: 'done' });
      const input = describe(effect);
      const { Name, GroupName } = input;
      expect(await client.send(new GetScheduleCommand({ Name, GroupName }))).toMatchObject(input);
    }
  });

  test('scheduling a reminder for the second time succeeds', async () => {
    const port = createReminders({}, moto.endpoint);
    const effect = reminder('again');
    expect(await port.perform(effect, invocationAt(nowMs))).toEqual({ kind: 'done' });
    expect(await port.perform(effect, invocationAt(nowMs))).toEqual({ kind: 'done' });
  });

  test('a missing schedule group is not a final refusal: an operator can create it', async () => {
    const port = createReminders({ REMINDER_SCHEDULE_GROUP: 'nowhere' }, moto.endpoint);
    // The error of moto is not that of the service, so that the cause is not compared.
    const effect = reminder('b');
    expect(await port.perform(effect, invocationAt(nowMs))).toMatchObject({
      kind: 'unavailable',
    });
  });
});

/** Names that a schema of the SDK does not have. The fifth entry of a structure lists its names, the sixth their schemas. */
function unknownMembers(schema: unknown, value: object): string[] {
  const names = (schema as readonly unknown[])[4] as readonly string[];
  const schemas = (schema as readonly unknown[])[5] as readonly unknown[];
  return Object.entries(value).flatMap(([name, inner]) => {
    const index = names.indexOf(name);
    if (index < 0) return [name];
    const of = schemas[index];
    const innerSchema: unknown = typeof of === 'function' ? (of as () => unknown)() : of;
    return typeof inner === 'object' && inner !== null ? unknownMembers(innerSchema, inner as object) : [];
  });
}
