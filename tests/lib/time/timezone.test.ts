// Which names of time zones are accepted: IANA's, and no other.
import { expect, test } from '@jest/globals';
import { isTimezone } from '../../../lib/time/timezone.ts';

test.each([
  'UTC',
  'Europe/Berlin',
  'America/Argentina/Buenos_Aires',
  'Etc/GMT+5',
  'EST5EDT',
  'PST8PDT',
  'Australia/ACT',
  'Asia/Calcutta',
])('"%s" is a time zone', (name) => {
  expect(isTimezone(name)).toBe(true);
});

test.each([
  '',
  ' ',
  'Mars/Olympus',
  '+01:00',
  '-05',
  'Europe/Berlin ',
  'IST',
  'JST',
  'SystemV/PST8PDT',
  '../etc',
])('"%s" is not a time zone', (name) => {
  expect(isTimezone(name)).toBe(false);
});
