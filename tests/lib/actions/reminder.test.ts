// The plan of a reminder: due at its instant, refused for a first request where that has passed.
import { expect, test } from '@jest/globals';
import { reminder } from '../../../lib/actions/reminder.ts';
import { failure } from '../../../lib/domain/failure.ts';
import { context, invalidTime } from './action-context.ts';

const plan = (time: string, timezone?: string) =>
  reminder(
    { action_type: 'reminder', message: 'Call', time, ...(timezone !== undefined && { timezone }) },
    context,
  );

test('a reminder is planned at its exact instant, with due_at to the second', async () => {
  const planned = {
    kind: 'create',
    fields: { due_at: '2031-04-01T10:00:00Z' },
    due: { epochSeconds: Date.UTC(2031, 3, 1, 10) / 1000, nanoseconds: 250_000_000 },
  };
  expect(await plan('2031-04-01T10:00:00.25Z')).toStrictEqual(planned);
  expect(await plan('2031-04-01T12:00:00.25')).toStrictEqual(planned);
  expect(await plan('2031-04-01T03:00:00.25', 'America/Los_Angeles')).toStrictEqual(planned);
});

test.each([
  ['2031-04-01T09:29:00.499999999Z', true],
  ['2031-04-01T09:28:59.9Z', true],
  ['2031-04-01T09:29:00.5Z', false],
  ['2031-04-01T09:30:00.5Z', false],
])('at 09:30:00.5 a first request for a reminder at %s is refused: %s', async (time, refused) => {
  expect(await plan(time)).toMatchObject({ kind: 'create' });
  expect((await plan(time)) as object).toEqual(
    refused
      ? expect.objectContaining({ rejectIfFirst: failure('reminder_time_in_past') })
      : expect.not.objectContaining({ rejectIfFirst: expect.anything() }),
  );
});

test('a reminder whose time does not exist is refused', async () => {
  const message = 'is not on the calendar';
  expect(await plan('2031-02-30T10:00Z')).toStrictEqual(
    invalidTime(`time ${message}`, { path: '/data/payload/time', message }),
  );
});
