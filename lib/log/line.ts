// The form of a log line: the fields of the contract in one order, nothing added by the environment.
import { Logger, LogLevelThreshold } from '@aws-lambda-powertools/logger';
import type { LogAttributes, LogItemExtraInput, LogItemMessage } from '@aws-lambda-powertools/logger/types';
import type { Config, Origin } from '../config/config.ts';

const names = new Map<number, string>(
  Object.entries(LogLevelThreshold).map(([name, value]) => [value, name]),
);

/**
 * Powertools' logger: its level decides what is written. The line is made here in one step, for its fields are plain
 * values: they need neither the library's copies nor its look at the environment for each line.
 *
 * @param origin fields that every line of this process carries
 */
export function createLineLogger(logLevel: Config['logLevel'], origin: Origin): Logger {
  class LineLogger extends Logger {
    // Called by the library itself as well, with a message alone, even while it is being made.
    protected override processLogItem(
      level: number,
      message: LogItemMessage,
      [more]: LogItemExtraInput,
    ): void {
      if (level < this.level) return;
      const timestamp = new Date().toISOString();
      const fields = more as LogAttributes | undefined;
      const line = { level: names.get(level), message, timestamp, ...origin, trace_id: null, ...fields };
      const stream = level < LogLevelThreshold.WARN ? process.stdout : process.stderr;
      stream.write(`${JSON.stringify(line)}\n`);
    }
  }
  // A console of its own, over both streams: 3 ms of each cold start for what nothing writes to.
  // Stryker disable next-line StringLiteral: what it spares is time alone
  Object.defineProperty(LineLogger.prototype, 'setConsole', { value: () => undefined });
  return new LineLogger({ logLevel });
}
