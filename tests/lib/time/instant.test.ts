// How instants are compared, to the nanosecond, and how they are written.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import {
  compareInstants,
  formatInstant,
  instantOf,
  lastSecond,
  secondFrom,
  type Instant,
} from '../../../lib/time/instant.ts';

const instants = fc.record({
  epochSeconds: fc.integer({ min: -3, max: 3 }),
  nanoseconds: fc.integer({ min: 0, max: 999_999_999 }),
});

/** Nanoseconds since the epoch. */
function toNanoseconds({ epochSeconds, nanoseconds }: Instant): bigint {
  return BigInt(epochSeconds) * 10n ** 9n + BigInt(nanoseconds);
}

test('instants are compared to the nanosecond', () => {
  fc.assert(
    fc.property(instants, instants, (a, b) => {
      const difference = toNanoseconds(a) - toNanoseconds(b);
      expect(Math.sign(compareInstants(a, b))).toBe(difference === 0n ? 0 : difference < 0n ? -1 : 1);
    }),
    { numRuns: 2_000 },
  );
});

test('milliseconds since the epoch become an instant, also before 1970', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 100_000 }), (epochMs) => {
      expect(toNanoseconds(instantOf(epochMs))).toBe(BigInt(epochMs) * 10n ** 6n);
    }),
  );
});

test.each([
  [{ epochSeconds: 0, nanoseconds: 0 }, '1970-01-01T00:00:00Z'],
  [{ epochSeconds: 1_938_324_600, nanoseconds: 999_000_000 }, '2031-06-04T07:30:00Z'],
  [{ epochSeconds: -62_167_219_200, nanoseconds: 0 }, '0000-01-01T00:00:00Z'],
  [{ epochSeconds: 253_402_300_799, nanoseconds: 0 }, '9999-12-31T23:59:59Z'],
])('%o is written as %s', (instant, text) => {
  expect(formatInstant(instant)).toBe(text);
});

test.each([
  [7, 0, 7],
  [7, 1, 8],
  [7, 999_999_999, 8],
  [-1, 1, 0],
])(
  '%d s and %d ns are not after second %d, and after the one before it',
  (epochSeconds, nanoseconds, second) => {
    expect(secondFrom({ epochSeconds, nanoseconds })).toBe(second);
  },
);

test('the last second of the year 9999 has none after it', () => {
  expect(secondFrom({ epochSeconds: lastSecond, nanoseconds: 1 })).toBe(lastSecond);
  expect(secondFrom({ epochSeconds: lastSecond - 1, nanoseconds: 1 })).toBe(lastSecond);
});
