// Owns the agreement of wall-clock times with an independent judge: Python's zoneinfo, around every change of the clock.
import { describe, expect, test } from '@jest/globals';
import { resolveTime } from '../../lib/time/resolve.ts';
import { describeWith } from '../support/describe-with.ts';
import { whyMissing } from '../support/optional-tools.ts';
import { askPython } from '../support/python.ts';

interface Judgement {
  readonly version: string;
  readonly zones: Readonly<
    Record<string, { readonly changes: number; readonly times: readonly [string, number | null][] }>
  >;
}

const years = [1999, 2007, 2011, 2016, 2024, 2026, 2029, 2031, 2037, 2040];
const zones = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin', // its winter is the exception in the data
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns', // half an hour off; until 2011 it changed at one minute past midnight
  'America/Santiago', // changes at midnight
  'America/Sao_Paulo', // gave its changes up
  'Australia/Lord_Howe', // changes by half an hour
  'Australia/Sydney',
  'Pacific/Auckland',
  'Pacific/Chatham', // three quarters of an hour off
  'Pacific/Apia', // left a day out
  'Asia/Kathmandu', // three quarters of an hour off, without changes
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Antarctica/Troll', // changes by two hours
  'UTC',
];

const judged =
  whyMissing('Python') === undefined
    ? (askPython('tests/behaviour/clock_changes.py', { zones, years }) as Judgement)
    : { version: 'none', zones: {} };
const versions = `zone data ${process.versions['tz'] ?? 'none'} of Node, ${judged.version} of Python`;

describeWith('Python', `wall-clock times around every change of ${years.length} years (${versions})`, () => {
  describe.each(zones)('%s', (name) => {
    const { changes, times } = judged.zones[name] ?? { changes: 0, times: [] };
    test(`agrees in ${times.length} times around ${changes} changes`, async () => {
      const resolved = await Promise.all(
        times.map(async ([wall]) => {
          const instant = await resolveTime(wall, { name, chosen: true });
          return [wall, 'invalid' in instant ? null : instant.epochSeconds];
        }),
      );
      expect(times.length).toBeGreaterThanOrEqual(years.length * 12);
      expect(resolved).toEqual(times);
    });
  });

  test('the zones change by gaps and overlaps enough to tell', () => {
    const all = Object.values(judged.zones);
    expect(all.reduce((sum, { changes }) => sum + changes, 0)).toBeGreaterThan(150);
    expect(all.flatMap(({ times }) => times).filter(([, epoch]) => epoch === null).length).toBeGreaterThan(
      300,
    );
  });
});
