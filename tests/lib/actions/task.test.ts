// The plan of a task: with the instant at which it is due, unless its date or time does not exist.
import { expect, test } from '@jest/globals';
import { task } from '../../../lib/actions/task.ts';
import { context, invalidTime } from './action-context.ts';

const plan = (due: string | undefined, defaultTimezone = context.defaultTimezone) =>
  task(
    { action_type: 'task', title: 'Water', ...(due !== undefined && { due }) },
    { ...context, defaultTimezone },
  );

test.each([undefined, '2031-04-01', '0000-01-01'])(
  'a task due at %s is planned without an instant',
  async (due) => {
    expect(await plan(due)).toStrictEqual({ kind: 'create', fields: {} });
  },
);

test('a task that is due at a time is planned with that instant, by the default time zone if the time has no offset', async () => {
  const due = { epochSeconds: Date.UTC(2031, 3, 1, 7, 30) / 1000, nanoseconds: 0 };
  const planned = { kind: 'create', fields: {}, due };
  expect(await plan('2031-04-01T07:30:00Z')).toStrictEqual(planned);
  expect(await plan('2031-04-01T09:30', 'Europe/Berlin')).toStrictEqual(planned);
});

test.each(['2031-02-30', '2031-02-30T10:00Z'])('a task due at %s is refused', async (due) => {
  const message = 'is not on the calendar';
  expect(await plan(due)).toStrictEqual(
    invalidTime(`due ${message}`, { path: '/data/payload/due', message }),
  );
});

test('a due date does not depend on the time zone, even where the zone skips midnight of that day', async () => {
  const zones = [
    'Africa/Cairo',
    'America/Havana',
    'America/Santiago',
    'Asia/Beirut',
    'Atlantic/Azores',
    'Pacific/Apia',
  ];
  for (const zone of zones) {
    for (const due of ['2027-04-30', '2026-09-06', '2027-03-28', '2011-12-30', '0000-01-01', '9999-12-31']) {
      expect(await plan(due, zone)).toEqual({ kind: 'create', fields: {} });
    }
  }
});

test.each([
  ['2031-03-30T02:30:00', true],
  ['0000-01-01T00:00:00', true],
  ['2031-02-30T02:30:00', undefined],
  ['0000-01-01T00:00:00+01:00', undefined],
])('the refusal of a task due at %s applies to a first request only: %s', async (due, onlyIfFirst) => {
  const refusal = await plan(due);
  expect(refusal).toMatchObject({ kind: 'refused', failure: { code: 'invalid_time' } });
  expect((refusal as { onlyIfFirst?: true }).onlyIfFirst).toBe(onlyIfFirst);
});
