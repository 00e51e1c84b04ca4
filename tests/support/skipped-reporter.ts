// Prints the last line of a test run, which names the tests that were skipped because this machine lacks a tool. Silent when none were.
import type { AggregatedResult } from '@jest/reporters';
import { optionalToolNames, titleWith, whyMissing } from './optional-tools.ts';

/** Jest's reporter: counts the pending tests in suites that `describeWith` made. */
export default class SkippedReporter {
  onRunComplete(_contexts: unknown, { testResults }: AggregatedResult): void {
    const pending = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === 'pending');
    const parts = optionalToolNames.flatMap((tool) => {
      const mark = titleWith(tool, '');
      const count = pending.filter(({ ancestorTitles }) =>
        ancestorTitles.some((title) => title.endsWith(mark)),
      ).length;
      const reason = whyMissing(tool);
      return count === 0 || reason === undefined ? [] : [`${count} tests with ${tool} (${reason})`];
    });
    if (parts.length === 0) return;
    const line = `Skipped on this machine: ${parts.join('; ')}.\n`;
    // Jest prints its own summary after every other reporter; on exit this line still comes below it.
    process.once('exit', () => process.stderr.write(line));
  }
}
