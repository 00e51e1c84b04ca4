// Times without an offset resolve as Python's zoneinfo resolves them, around every change of the clock in ten years.
import { describe, expect, test } from '@jest/globals';
import { resolveTime } from '../../lib/time/resolve.ts';
import { describeWith } from '../support/describe-with.ts';
import { whyMissing } from '../support/optional-tools.ts';
import { askPython } from '../support/python.ts';

type Expected = {
  readonly version: string;
  readonly zones: Readonly<
    Record<string, { readonly changes: number; readonly times: readonly [string, number | null][] }>
  >;
};

const years = [1999, 2007, 2011, 2016, 2024, 2026, 2029, 2031, 2037, 2040];
const zones = [
  'Europe/Berlin',
  'Europe/London',
  'Europe/Dublin', // in the zone data its winter time is the exception
  'America/New_York',
  'America/Los_Angeles',
  'America/St_Johns', // an offset with half an hour; until 2011 it changed at one minute past midnight
  'America/Santiago', // changes at midnight
  'America/Sao_Paulo', // has had no changes since 2019
  'Australia/Lord_Howe', // changes by half an hour
  'Australia/Sydney',
  'Pacific/Auckland',
  'Pacific/Chatham', // an offset with three quarters of an hour
  'Pacific/Apia', // skipped a whole day in 2011
  'Asia/Kathmandu', // an offset with three quarters of an hour, without changes
  'Asia/Kolkata',
  'Asia/Tokyo',
  'Antarctica/Troll', // changes by two hours
  'UTC',
];

const expected =
  whyMissing('Python') === undefined
    ? (askPython('tests/behaviour/clock_changes.py', { zones, years }) as Expected)
    : { version: 'none', zones: {} };
const versions = `zone data ${process.versions['tz'] ?? 'none'} of Node, ${expected.version} of Python`;

describeWith('Python', `wall-clock times around every change of ${years.length} years (${versions})`, () => {
  describe.each(zones)('%s', (name) => {
    const { changes, times } = expected.zones[name] ?? { changes: 0, times: [] };
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

  test('the times cover more than 150 changes of the clock, and more than 300 skipped times', () => {
    const all = Object.values(expected.zones);
    expect(all.reduce((sum, { changes }) => sum + changes, 0)).toBeGreaterThan(150);
    expect(all.flatMap(({ times }) => times).filter(([, epoch]) => epoch === null).length).toBeGreaterThan(
      300,
    );
  });
});
