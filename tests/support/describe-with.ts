// Skips the suites whose optional tool this machine lacks. In CI (the variable CI is set) a missing tool is a failing test instead.
import { describe, expect, test } from '@jest/globals';
import { type OptionalTool, titleWith, whyMissing } from './optional-tools.ts';

/** A suite that needs an optional tool. */
export function describeWith(tool: OptionalTool, title: string, suite: () => void): void {
  const reason = whyMissing(tool);
  const isCi = (process.env['CI'] ?? '') !== '';
  if (reason !== undefined && isCi) {
    test(`${titleWith(tool, title)} can run in CI`, () => {
      expect(reason).toBe('nothing is missing');
    });
    return;
  }
  const describeHere = reason === undefined ? describe : describe.skip;
  describeHere(titleWith(tool, title), suite);
}
