// Owns: the last line of a test run, which names what was left out because this machine lacks it. Silent when nothing was.
import type { AggregatedResult } from '@jest/reporters';
import { extraNames, titleWith, whyMissing } from './extras.ts';

/** Jest's reporter: looks for pending tests in suites that `describeWith` made. */
export default class LeftOutReporter {
  onRunComplete(_contexts: unknown, { testResults }: AggregatedResult): void {
    const pending = testResults
      .flatMap((file) => file.testResults)
      .filter(({ status }) => status === 'pending');
    const parts = extraNames.flatMap((extra) => {
      const mark = titleWith(extra, '');
      const count = pending.filter(({ ancestorTitles }) =>
        ancestorTitles.some((title) => title.endsWith(mark)),
      ).length;
      const reason = whyMissing(extra);
      return count === 0 || reason === undefined ? [] : [`${count} tests with ${extra} (${reason})`];
    });
    if (parts.length === 0) return;
    const line = `Left out on this machine: ${parts.join('; ')}.\n`;
    // Jest puts its own summary after every other reporter; on exit this line still comes below it.
    process.once('exit', () => process.stderr.write(line));
  }
}
