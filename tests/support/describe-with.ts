// Owns: leaving out the suites whose extra this machine lacks. In CI (the variable CI is set) a missing extra
// is a failing test instead; the reporter beside this file says at the end what was left out.
import { describe, expect, test } from '@jest/globals';
import { type Extra, titleWith, whyMissing } from './extras.ts';

/** A suite that needs an extra: runs where that is here, is left out where it is not, and fails in CI in place of being left out. */
export function describeWith(extra: Extra, title: string, suite: () => void): void {
  const reason = whyMissing(extra);
  const isCi = (process.env['CI'] ?? '') !== '';
  if (reason !== undefined && isCi) {
    test(`${titleWith(extra, title)} can run in CI`, () => {
      expect(reason).toBe('nothing is missing');
    });
    return;
  }
  const describeHere = reason === undefined ? describe : describe.skip;
  describeHere(titleWith(extra, title), suite);
}
