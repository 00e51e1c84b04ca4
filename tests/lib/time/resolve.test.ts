// From the text of a time to its instant, by a table of examples.
// Ten years of clock changes are compared with Python in tests/behaviour/clock-changes.test.ts.
import { describe, expect, test } from '@jest/globals';
import { formatInstant } from '../../../lib/time/instant.ts';
import { checkDate, isDate, resolveTime } from '../../../lib/time/resolve.ts';

/** The instant as a response has it, followed by its nanoseconds, if any; or why the time does not exist. */
async function describeTime(text: string, name = 'UTC', chosen = false): Promise<string> {
  const resolved = await resolveTime(text, { name, chosen });
  return 'invalid' in resolved
    ? resolved.invalid
    : [formatInstant(resolved), resolved.nanoseconds || ''].join(' ').trim();
}

const skipped = 'does not exist in its time zone: the clock skips it';
const notOnCalendar = 'is not on the calendar';
const outOfRange = 'falls outside the years 0000 to 9999 in UTC';

test.each([
  ['2031-04-01T09:30', '2031-04-01T09:30:00Z'],
  ['2031-04-01T09:30:15', '2031-04-01T09:30:15Z'],
  ['2031-04-01T09:30:15.2500', '2031-04-01T09:30:15Z 250000000'],
  ['2031-04-01T09:30:15.000', '2031-04-01T09:30:15Z'],
  ['2031-04-01T09:30:15.012345678Z', '2031-04-01T09:30:15Z 12345678'],
  ['2031-04-01T09:30:15.000000001Z', '2031-04-01T09:30:15Z 1'],
  ['2031-04-01T09:30Z', '2031-04-01T09:30:00Z'],
  ['2031-04-01T09:30:00+02:00', '2031-04-01T07:30:00Z'],
  ['2031-04-01T00:30:00+05:45', '2031-03-31T18:45:00Z'],
  ['2031-12-31T23:30:00-01:00', '2032-01-01T00:30:00Z'],
  ['2031-04-01T09:30:00-00:00', '2031-04-01T09:30:00Z'],
  ['2031-04-01T09:30:00+23:59', '2031-03-31T09:31:00Z'],
  ['2032-02-29T00:00:00Z', '2032-02-29T00:00:00Z'],
  ['0000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  ['9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59Z 999000000'],
])('%s resolves to %s', async (text, expected) => {
  expect(await describeTime(text)).toBe(expected);
});

test.each([
  ['2031-02-30T09:30:00Z', notOnCalendar],
  ['1900-02-29T00:00:00Z', notOnCalendar],
  ['2031-13-01T09:30:00Z', notOnCalendar],
  ['2031-00-01T09:30:00Z', notOnCalendar],
  ['2031-04-00T09:30:00Z', notOnCalendar],
  ['2031-04-31T09:30:00+02:00', notOnCalendar],
  ['2031-04-01T24:00:00Z', notOnCalendar],
  ['2031-04-01T09:60:00Z', notOnCalendar],
  ['2031-06-30T23:59:60Z', notOnCalendar],
  ['2031-04-01T09:30:00+24:00', 'has an offset that does not exist'],
  ['2031-04-01T09:30:00+01:60', 'has an offset that does not exist'],
  ['0000-01-01T00:00:00+00:01', outOfRange],
  ['9999-12-31T23:59:59-00:01', outOfRange],
  ['2031-04-01 09:30:00Z', 'is not a time'],
  ['2031-04-01', 'is not a time'],
  ['2031-04-01T09:30:15.0123456789Z', 'is not a time'],
  ['x2031-04-01T09:30', 'is not a time'],
  ['2031-04-01T09:30x', 'is not a time'],
])('%s %s', async (text, expected) => {
  expect(await describeTime(text)).toBe(expected);
});

test.each([
  ['2031-04-01T09:30:00Z', 'has an offset; send either an offset or a timezone, not both'],
  ['2031-04-01T09:30:00+02:00', 'has an offset; send either an offset or a timezone, not both'],
  ['2031-04-01T09:30:00', '2031-04-01T07:30:00Z'],
])('with a time zone in the request, %s: %s', async (text, expected) => {
  expect(await describeTime(text, 'Europe/Berlin', true)).toBe(expected);
});

test.each([
  ['2031-04-01', true],
  ['0000-01-01', true],
  ['2032-02-29', true],
  ['9999-12-31', true],
  // Days whose midnight the clocks of Cairo and of Santiago skip: a date does not depend on a zone.
  ['2027-04-30', true],
  ['2026-09-06', true],
  ['2031-02-29', false],
  ['1900-02-29', false],
  ['2031-02-30', false],
  ['2031-04-31', false],
  ['2031-13-01', false],
  ['2031-00-01', false],
  ['2031-04-00', false],
  ['2031-04-32', false],
])('the date %s is on the calendar: %s', (date, exists) => {
  expect(checkDate(date)).toEqual(exists ? undefined : { invalid: notOnCalendar });
});

test.each([
  ['2031-04-01', true],
  ['2031-04-01T09:30', false],
  ['x2031-04-01', false],
  ['2031-04-01\n', false],
])('%j is a date: %s', (text, expected) => {
  expect(isDate(text)).toBe(expected);
});

describe('a time without an offset', () => {
  test.each([
    ['Europe/Berlin', '2031-01-15T09:30', '2031-01-15T08:30:00Z'],
    ['Europe/Berlin', '2031-07-15T09:30', '2031-07-15T07:30:00Z'],
    ['Europe/Berlin', '2031-03-30T01:59:59', '2031-03-30T00:59:59Z'],
    ['Europe/Berlin', '2031-03-30T02:00', skipped],
    ['Europe/Berlin', '2031-03-30T02:59:59', skipped],
    ['Europe/Berlin', '2031-03-30T03:00', '2031-03-30T01:00:00Z'],
    ['Europe/Berlin', '2031-10-26T02:30', '2031-10-26T00:30:00Z'],
    ['America/New_York', '2031-11-02T01:30', '2031-11-02T05:30:00Z'],
    ['Australia/Lord_Howe', '2031-04-06T01:45', '2031-04-05T14:45:00Z'],
    ['Australia/Lord_Howe', '2031-10-05T01:59', '2031-10-04T15:29:00Z'],
    ['Australia/Lord_Howe', '2031-10-05T02:15', skipped],
    ['Australia/Lord_Howe', '2031-10-05T02:30', '2031-10-04T15:30:00Z'],
    ['Asia/Kathmandu', '2031-06-02T00:00', '2031-06-01T18:15:00Z'],
    ['Asia/Tokyo', '2031-06-02T09:00', '2031-06-02T00:00:00Z'],
    ['Pacific/Apia', '2011-12-30T12:00', skipped],
    ['America/Sao_Paulo', '2017-10-15T00:00', skipped],
    ['europe/berlin', '2031-01-15T09:30', '2031-01-15T08:30:00Z'],
  ])('in %s, %s: %s', async (zone, text, expected) => {
    expect(await describeTime(text, zone, true)).toBe(expected);
  });
});
