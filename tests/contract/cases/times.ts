// Times: their forms, the calendar, and time zones.
import type { Case } from '../case.ts';
import { atFields, execute, fails, ok, one, reminder, show, type Json } from './build.ts';

/** Instants by time and, after a space, its timezone. */
const resolved: Readonly<Record<string, string>> = {
  '2031-07-01T08:00Z': '2031-07-01T08:00:00Z',
  '2031-07-01T08:00:59Z': '2031-07-01T08:00:59Z',
  '2031-07-01T08:00:00.5Z': '2031-07-01T08:00:00Z',
  '2031-07-01T08:00:00.999999999Z': '2031-07-01T08:00:00Z',
  '2031-07-01T08:00:00.000000000Z': '2031-07-01T08:00:00Z',
  '2031-07-01T08:00+02:00': '2031-07-01T06:00:00Z',
  '2031-07-01T08:00:00.25-09:30': '2031-07-01T17:30:00Z',
  '2031-07-01T00:30:00+14:00': '2031-06-30T10:30:00Z',
  '2031-07-01T08:00:00-00:00': '2031-07-01T08:00:00Z',
  '2031-12-31T23:59:59-00:01': '2032-01-01T00:00:59Z',
  '2032-02-29T12:00:00Z': '2032-02-29T12:00:00Z',
  '2031-07-01T08:00': '2031-07-01T08:00:00Z',
  '2031-07-01T08:00:30.75': '2031-07-01T08:00:30Z',
  '2031-07-01T08:00 UTC': '2031-07-01T08:00:00Z',
  '2031-07-01T08:00 Asia/Kathmandu': '2031-07-01T02:15:00Z',
  '2031-01-01T08:00 Europe/Berlin': '2031-01-01T07:00:00Z',
  '2031-07-01T08:00 Europe/Berlin': '2031-07-01T06:00:00Z',
  // An hour that occurs twice means the earlier instant, in summer time.
  '2031-10-26T02:30 Europe/Berlin': '2031-10-26T00:30:00Z',
  '2031-11-02T01:30 America/New_York': '2031-11-02T05:30:00Z',
  // The last minute before a gap, and the first after it.
  '2031-03-30T01:59:59 Europe/Berlin': '2031-03-30T00:59:59Z',
  '2031-03-30T03:00 Europe/Berlin': '2031-03-30T01:00:00Z',
};

const nonexistent = [
  '2031-02-29T12:00:00Z',
  '2031-02-30T12:00:00Z',
  '2031-04-31T12:00:00Z',
  '2031-13-01T12:00:00Z',
  '2031-00-01T12:00:00Z',
  '2031-01-00T12:00:00Z',
  '2031-01-01T24:00:00Z',
  '2031-01-01T12:60:00Z',
  '2031-01-01T12:00:60Z',
  '2031-06-30T23:59:60Z',
  '2031-01-01T12:00:00+24:00',
  '2031-01-01T12:00:00+02:60',
  '9999-12-31T23:59:59-00:01',
  '2031-02-29T12:00',
  '2031-03-30T02:00 Europe/Berlin',
  '2031-03-30T02:59:59.9 Europe/Berlin',
  '2031-03-09T02:30 America/New_York',
];

const malformed = [
  '2031-07-01',
  '2031-07-01t08:00:00Z',
  '2031-07-01T08:00:00z',
  '2031-07-01 08:00:00Z',
  '2031-07-01T08Z',
  '2031-07-01T8:00Z',
  '2031-7-1T08:00Z',
  '2031-07-01T08:00:00+02',
  '2031-07-01T08:00:00+0200',
  '2031-07-01T08:00:00 +02:00',
  '2031-07-01T08:00:00.Z',
  '2031-07-01T08:00:00,5Z',
  '2031-07-01T08:00.5Z',
  '2031-07-01T08:00:00\u221202:00',
  '+002031-07-01T08:00:00Z',
  '20310701T080000Z',
  '2031-W27-2T08:00Z',
  '٢٠٣١-07-01T08:00Z',
  '2031-07-01T08:00:00Z\n',
  ' 2031-07-01T08:00:00Z',
  '2031-07-01T08:00:00[Europe/Berlin]',
  '2031-07-01T08:00:00.0000000000Z',
  `2031-07-01T08:00:00.${'0'.repeat(60_000)}1Z`,
  'tomorrow',
];

const unknownZones = ['Mars/Olympus', 'Atlantis', '+02:00', 'Z', 'UTC+2', 'Europe/Berlin ', '../UTC'];

/** The time and the timezone of a text with both. */
function timed(text: string): Json {
  const [time, timezone] = text.split(' ');
  return { time, ...(timezone !== undefined && { timezone }) };
}

export const times: readonly Case[] = [
  ...Object.entries(resolved).map(([text, due_at]) =>
    one(`${text} resolves to ${due_at}`, execute(reminder(timed(text))), ok({ ...timed(text), due_at })),
  ),
  ...nonexistent.map((text) =>
    one(`${text} does not exist`, execute(reminder(timed(text))), fails('invalid_time', atFields('time'))),
  ),
  ...malformed.map((time) =>
    one(
      `${show(time)} is not a time`,
      execute(reminder({ time })),
      fails('invalid_payload', atFields('time')),
    ),
  ),
  ...unknownZones.map((timezone) =>
    one(
      `timezone "${timezone}" is unknown`,
      execute(reminder({ time: '2031-07-01T08:00', timezone })),
      fails('invalid_time', atFields('timezone')),
    ),
  ),
  ...['2031-07-01T08:00Z', '2031-07-01T08:00+00:00'].map((time) =>
    one(
      `${time} with a timezone is refused`,
      execute(reminder({ time, timezone: 'UTC' })),
      fails('invalid_time', atFields('time')),
    ),
  ),
  ...['2031-07-01T08:00:00.', '2031-07-01T08:00'].map((time) =>
    one(
      `the message about the invalid time ${time}x does not repeat it`,
      execute(reminder({ time: `${time}x` })),
      {
        ...fails('invalid_payload', atFields('time')),
        notContains: [`${time}x`],
      },
    ),
  ),
  one(
    'a reminder in the year 2001 is in the past',
    execute(reminder({ time: '2001-01-01T00:00' })),
    fails('reminder_time_in_past'),
  ),
];
