// Owns the order of instants to the last digit of their second, and how they are written.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { compareInstants, formatInstant, instantOf, trimFraction } from '../../../lib/time/instant.ts';

const fractions = fc
  .string({ unit: fc.constantFrom(...'0123456789'.split('')), maxLength: 30 })
  .map(trimFraction);
const instants = fc.record({ epochSeconds: fc.integer({ min: -3, max: 3 }), fraction: fractions });

/** In units of 10⁻³⁰ seconds, exactly. */
function exactly({ epochSeconds, fraction }: { epochSeconds: number; fraction: string }): bigint {
  return BigInt(epochSeconds) * 10n ** 30n + BigInt(fraction.padEnd(30, '0'));
}

test('instants compare as the numbers that they are, to the last digit', () => {
  fc.assert(
    fc.property(instants, instants, (a, b) => {
      const difference = exactly(a) - exactly(b);
      expect(Math.sign(compareInstants(a, b))).toBe(difference === 0n ? 0 : difference < 0n ? -1 : 1);
    }),
    { numRuns: 2_000 },
  );
});

test('a reading of the clock is an instant, before 1970 too', () => {
  fc.assert(
    fc.property(fc.integer({ min: -100_000, max: 100_000 }), (epochMs) => {
      expect(exactly(instantOf(epochMs))).toBe(BigInt(epochMs) * 10n ** 27n);
    }),
  );
});

test.each([
  [{ epochSeconds: 0, fraction: '' }, '1970-01-01T00:00:00Z'],
  [{ epochSeconds: 1_938_324_600, fraction: '999' }, '2031-06-04T07:30:00Z'],
  [{ epochSeconds: -62_167_219_200, fraction: '' }, '0000-01-01T00:00:00Z'],
  [{ epochSeconds: 253_402_300_799, fraction: '' }, '9999-12-31T23:59:59Z'],
])('%o is written as %s', (instant, text) => {
  expect(formatInstant(instant)).toBe(text);
});
