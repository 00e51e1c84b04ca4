// Owns what each action plans, to the letter; what becomes of a plan is the executor's.
import { expect, test } from '@jest/globals';
import { resolveTimes } from '../../../lib/actions/resolve-times.ts';
import { info } from '../../../lib/actions/info.ts';
import { normalizeTopic, reservedPrefixes } from '../../../lib/actions/lookup.ts';
import { meeting } from '../../../lib/actions/meeting.ts';
import type { ActionContext } from '../../../lib/actions/plan.ts';
import { reminder } from '../../../lib/actions/reminder.ts';
import { task } from '../../../lib/actions/task.ts';
import { failure } from '../../../lib/domain/failure.ts';

const now = { epochSeconds: Date.UTC(2031, 3, 1, 9, 30) / 1000, nanoseconds: 500_000_000 };
const circumstances: ActionContext = {
  now,
  defaultTimezone: 'Europe/Berlin',
};

const invalidTime = (message: string, ...details: { path: string; message: string }[]) => ({
  kind: 'refused',
  failure: failure('invalid_time', { message, details }),
});

test('a task is its record', async () => {
  for (const due of [undefined, '2031-04-01', '0000-01-01', '2031-04-01T09:30:00Z']) {
    const payload = { action_type: 'task' as const, title: 'Water', ...(due !== undefined && { due }) };
    expect(await task(payload, circumstances)).toStrictEqual({ kind: 'record', fields: {} });
  }
});

test.each(['2031-02-30', '2031-02-30T10:00Z'])('a task that is due at %s is refused', async (due) => {
  const message = 'is not on the calendar';
  expect(await task({ action_type: 'task', title: 'Water', due }, circumstances)).toStrictEqual(
    invalidTime(`due ${message}`, { path: '/data/payload/due', message }),
  );
});

test('a date is no instant: no time zone has a say in it, though its midnight may be skipped there', async () => {
  const zones = [
    'Africa/Cairo',
    'America/Havana',
    'America/Santiago',
    'Asia/Beirut',
    'Atlantic/Azores',
    'Pacific/Apia',
  ];
  for (const defaultTimezone of zones) {
    for (const due of ['2027-04-30', '2026-09-06', '2027-03-28', '2011-12-30', '0000-01-01', '9999-12-31']) {
      expect(
        await task({ action_type: 'task', title: 'Water', due }, { ...circumstances, defaultTimezone }),
      ).toEqual({ kind: 'record', fields: {} });
    }
  }
});

const ring = (time: string, timezone?: string) =>
  reminder(
    { action_type: 'reminder', message: 'Ring', time, ...(timezone !== undefined && { timezone }) },
    circumstances,
  );

test('a reminder is an effect at its instant, told to the second', async () => {
  const plan = {
    kind: 'effect',
    fields: { due_at: '2031-04-01T10:00:00Z' },
    effect: {
      kind: 'reminder',
      due: { epochSeconds: Date.UTC(2031, 3, 1, 10) / 1000, nanoseconds: 250_000_000 },
    },
  };
  expect(await ring('2031-04-01T10:00:00.25Z')).toStrictEqual(plan);
  expect(await ring('2031-04-01T12:00:00.25')).toStrictEqual(plan);
  expect(await ring('2031-04-01T03:00:00.25', 'America/Los_Angeles')).toStrictEqual(plan);
});

test.each([
  ['2031-04-01T09:29:00.499999999Z', true],
  ['2031-04-01T09:28:59.9Z', true],
  ['2031-04-01T09:29:00.5Z', false],
  ['2031-04-01T09:30:00.5Z', false],
])('a reminder at %s is refused if it is new: %s', async (time, refused) => {
  expect(await ring(time)).toMatchObject({ kind: 'effect' });
  expect((await ring(time)) as object).toEqual(
    refused
      ? expect.objectContaining({ rejectIfFirst: failure('reminder_time_in_past') })
      : expect.not.objectContaining({ rejectIfFirst: expect.anything() }),
  );
});

test('times that can be are resolved, each by its name', async () => {
  expect(await resolveTimes({ due: '2031-04-01T09:30:00.5Z' }, undefined, 'UTC')).toStrictEqual({
    kind: 'resolved',
    instants: { due: now },
  });
});

test('a time zone that is not known is refused before any time is looked at', async () => {
  const message = 'is not a known IANA time zone name, such as Europe/Berlin';
  expect(await ring('2031-02-30', 'Mars/Olympus')).toStrictEqual({
    ...invalidTime(`timezone ${message}`, { path: '/data/payload/timezone', message }),
    onlyIfFirst: true,
  });
});

const meet = (start_time: string, end_time: string) =>
  meeting(
    { action_type: 'meeting', title: 'Walk', participants: ['ada@example.com'], start_time, end_time },
    circumstances,
  );

test('a meeting is its record, and says that it is mocked', async () => {
  expect(await meet('2031-04-01T10:00:00Z', '2031-04-01T10:00:00.1Z')).toStrictEqual({
    kind: 'record',
    fields: { start_at: '2031-04-01T10:00:00Z', end_at: '2031-04-01T10:00:00Z', mocked: true },
  });
});

test('a meeting that ends when it starts, or before, is refused', async () => {
  const refused = { kind: 'refused', failure: failure('invalid_meeting_window') };
  expect(await meet('2031-04-01T10:00:00Z', '2031-04-01T10:00:00Z')).toStrictEqual(refused);
  expect(await meet('2031-04-01T10:00:00Z', '2031-04-01T09:59:59Z')).toStrictEqual(refused);
});

test('where a zone has a say in the window, it is refused to what is new only', async () => {
  const refused = { kind: 'refused', failure: failure('invalid_meeting_window'), onlyIfFirst: true };
  expect(await meet('2031-04-01T12:00:00', '2031-04-01T11:00:00')).toStrictEqual(refused);
  expect(await meet('2031-04-01T12:00:00', '2031-04-01T10:00:00Z')).toStrictEqual(refused);
  expect(await meet('2031-04-01T10:00:00Z', '2031-04-01T12:00:00')).toStrictEqual(refused);
});

test.each([
  ['2031-03-30T02:30:00', true],
  ['0000-01-01T00:00:00', true],
  ['2031-02-30T02:30:00', undefined],
  ['0000-01-01T00:00:00+01:00', undefined],
])('a time of %s is refused to what is new only: %s', async (due, onlyIfFirst) => {
  const plan = await task({ action_type: 'task', title: 'Water', due }, circumstances);
  expect(plan).toMatchObject({ kind: 'refused', failure: { code: 'invalid_time' } });
  expect((plan as { onlyIfFirst?: true }).onlyIfFirst).toBe(onlyIfFirst);
});

test('where one time can never be, the refusal is for good', async () => {
  const plan = await meet('2031-03-30T02:30:00', '2031-02-30T10:00:00Z');
  expect(plan).toMatchObject({ kind: 'refused', failure: { code: 'invalid_time' } });
  expect(plan).not.toHaveProperty('onlyIfFirst');
});

test('of a meeting each time that cannot be is named', async () => {
  const message = 'is not on the calendar';
  expect(await meet('2031-02-30T10:00:00Z', '2031-02-31T10:00:00Z')).toStrictEqual(
    invalidTime(
      `start_time ${message}; end_time ${message}`,
      { path: '/data/payload/start_time', message },
      { path: '/data/payload/end_time', message },
    ),
  );
});

test.each([
  ['trace:any-7', { kind: 'execution', traceId: 'any-7' }],
  ['trace:', { kind: 'unresolvable' }],
  ['trace:a b', { kind: 'unresolvable' }],
  ['task:task_a b', { kind: 'unresolvable' }],
  ['task:task_7', { kind: 'execution', traceId: 'task-7', actionType: 'task' }],
  ['task:task-any', { kind: 'execution', traceId: 'any', actionType: 'task' }],
  ['reminder:reminder_7', { kind: 'execution', traceId: 'reminder-7', actionType: 'reminder' }],
  ['task:reminder_7', { kind: 'unresolvable' }],
  ['meeting:7', { kind: 'unresolvable' }],
  ['info:anything', { kind: 'topic', topic: 'info:anything' }],
  [' Opening\t\n Hours ', { kind: 'topic', topic: 'opening hours' }],
])('the query "%s" looks for %j', (query, lookup) => {
  expect(info({ action_type: 'info', query }, circumstances)).toStrictEqual({ kind: 'query', lookup });
});

test('topics ignore case and runs of white space, and cannot begin as a query for an execution does', () => {
  expect(normalizeTopic('  The   Opening HOURS\u00a0')).toBe('the opening hours');
  expect(reservedPrefixes).toEqual(['trace:', 'task:', 'reminder:', 'meeting:']);
});
