// Keeps the lines that code under test writes to stderr by itself, without the logger.
import { afterEach, beforeEach, expect, jest } from '@jest/globals';

/** For a whole test file: the lines of the current test, parsed. */
export function captureRawLines(): readonly Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  beforeEach(() => {
    lines.length = 0;
    jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
      expect(String(text)).toMatch(/^[^\n]+\n$/);
      lines.push(JSON.parse(String(text)) as Record<string, unknown>);
      return true;
    });
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });
  return lines;
}
