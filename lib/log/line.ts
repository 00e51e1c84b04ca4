// The form of a log line: the fields of the contract in one order, nothing added by the environment.
import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';

type LogAttributes = Parameters<LogFormatter['formatAttributes']>[1];
type UnformattedAttributes = Parameters<LogFormatter['formatAttributes']>[0];

export class LineFormatter extends LogFormatter {
  readonly #fixed: LogAttributes;

  /** @param fixed fields that every line of this process carries */
  constructor(fixed: LogAttributes) {
    super();
    this.#fixed = fixed;
  }

  override formatAttributes(base: UnformattedAttributes, more: LogAttributes): LogItem {
    const { logLevel: level, message, timestamp } = base;
    return new LogItem({
      attributes: { level, message, timestamp: timestamp.toISOString(), ...this.#fixed, ...more },
    });
  }
}

/** Writes a line by itself: its fields are plain values, so it needs neither the library's console nor its care for others. */
export class LineLogger extends Logger {
  protected override printLog(_level: number, line: LogItem): void {
    const attributes = line.getAttributes();
    const { level } = attributes;
    const stream = level === 'WARN' || level === 'ERROR' ? process.stderr : process.stdout;
    stream.write(`${JSON.stringify(attributes)}\n`);
  }
}
