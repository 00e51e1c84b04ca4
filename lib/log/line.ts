// The form of a log line: its fields in one order (schemas/README.md, Log lines). No environment variable changes it.
import { Logger, LogLevelThreshold } from '@aws-lambda-powertools/logger';
import type { LogItemExtraInput, LogItemMessage } from '@aws-lambda-powertools/logger/types';
import type { Config, ServiceInfo } from '../config/config.ts';

type Fields = {
  readonly trace_id: string | null;
  readonly request_id: string;
  readonly [name: string]: unknown;
};
type Write = (message: string, fields: Fields) => void;

export type LineLogger = { readonly info: Write; readonly warn: Write; readonly error: Write };

const names = new Map<number, string>(
  Object.entries(LogLevelThreshold).map(([name, value]) => [value, name]),
);

/**
 * Powertools' logger without its settings: it writes nothing by itself, and `logLevel` alone decides what is written.
 * The line is made here in one step, because its fields are plain values: they need none of the library's copies.
 *
 * @param service fields that every line of this process carries
 */
export function createLineLogger(logLevel: Config['logLevel'], service: ServiceInfo): LineLogger {
  const threshold = LogLevelThreshold[logLevel];
  class EnvironmentFreeLogger extends Logger {
    protected override processLogItem(
      level: number,
      message: LogItemMessage,
      [fields]: LogItemExtraInput,
    ): void {
      if (level < threshold) return;
      const timestamp = new Date().toISOString();
      const line = { level: names.get(level), message, timestamp, ...service, ...(fields as Fields) };
      const stream = level < LogLevelThreshold.WARN ? process.stdout : process.stderr;
      stream.write(`${JSON.stringify(line)}\n`);
    }
  }
  // The constructor's settings come from a dozen variables: they change the level, add lines about that, and throw if a
  // value is malformed. They also take 4 ms of each cold start, 3 of them for a console that nothing writes to.
  Object.defineProperty(EnvironmentFreeLogger.prototype, 'setOptions', { value: () => undefined });
  return new EnvironmentFreeLogger();
}
