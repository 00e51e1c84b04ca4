// The times of a payload: each resolved to its instant, or one refusal that names every time that does not exist.
import { expect, test } from '@jest/globals';
import { checkDateField, resolveTimes } from '../../../lib/actions/resolve-times.ts';
import { invalidTime } from './action-context.ts';

const resolve = (fields: Readonly<Record<string, string>>, timezone?: string) =>
  resolveTimes(fields, timezone, 'Europe/Berlin');
const notOnCalendar = 'is not on the calendar';

test('each time is resolved under the name of its field', async () => {
  expect(await resolve({ due: '2031-04-01T09:30:00.5Z', start: '2031-04-01T11:30' })).toStrictEqual({
    kind: 'resolved',
    instants: {
      due: { epochSeconds: Date.UTC(2031, 3, 1, 9, 30) / 1000, nanoseconds: 500_000_000 },
      start: { epochSeconds: Date.UTC(2031, 3, 1, 9, 30) / 1000, nanoseconds: 0 },
    },
  });
});

const unknownZone = 'is not a known IANA time zone name, such as Europe/Berlin';

test('an unknown time zone is refused, for a first request only', async () => {
  expect(await resolve({ time: '2031-03-30T02:30' }, 'Mars/Olympus')).toStrictEqual({
    ...invalidTime(`timezone ${unknownZone}`, { path: '/data/payload/timezone', message: unknownZone }),
    onlyIfFirst: true,
  });
});

test.each([
  ['2031-02-30T10:00', notOnCalendar],
  ['2031-01-30T10:00Z', 'has an offset; send either an offset or a timezone, not both'],
])('with an unknown time zone %s is refused whatever there was before', async (time, message) => {
  expect(await resolve({ time }, 'Mars/Olympus')).toStrictEqual(
    invalidTime(
      `timezone ${unknownZone}; time ${message}`,
      { path: '/data/payload/timezone', message: unknownZone },
      { path: '/data/payload/time', message },
    ),
  );
});

test('the refusal names each time that does not exist', async () => {
  expect(
    await resolve({ start_time: '2031-02-30T10:00:00Z', end_time: '2031-02-31T10:00:00Z' }),
  ).toStrictEqual(
    invalidTime(
      `start_time ${notOnCalendar}; end_time ${notOnCalendar}`,
      { path: '/data/payload/start_time', message: notOnCalendar },
      { path: '/data/payload/end_time', message: notOnCalendar },
    ),
  );
});

test('a time that no zone has makes the refusal final, whatever the others are', async () => {
  const refusal = await resolve({ start_time: '2031-03-30T02:30:00', end_time: '2031-02-30T10:00:00Z' });
  expect(refusal).toMatchObject({ kind: 'refused', failure: { code: 'invalid_time' } });
  expect(refusal).not.toHaveProperty('onlyIfFirst');
});

test('a date is refused only where it is not on the calendar', () => {
  expect(checkDateField('due', '2032-02-29')).toBeUndefined();
  expect(checkDateField('due', '2031-02-29')).toStrictEqual(
    invalidTime(`due ${notOnCalendar}`, { path: '/data/payload/due', message: notOnCalendar }),
  );
});
