// The form of a log line: the fields of the contract in one order, nothing added by the environment.
import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';

type LogAttributes = Parameters<LogFormatter['formatAttributes']>[1];
type UnformattedAttributes = Parameters<LogFormatter['formatAttributes']>[0];

/** Keeps `null`, which says that there is no trace id; the library's own item would drop it. */
class Line extends LogItem {
  override prepareForPrint(): void {
    // JSON leaves out what is undefined.
  }
}

export class LineFormatter extends LogFormatter {
  readonly #fixed: LogAttributes;

  /** @param fixed fields that every line of this process carries */
  constructor(fixed: LogAttributes) {
    super();
    this.#fixed = fixed;
  }

  override formatAttributes(base: UnformattedAttributes, more: LogAttributes): LogItem {
    const { logLevel: level, message, timestamp } = base;
    return new Line({
      attributes: { level, message, timestamp: timestamp.toISOString(), ...this.#fixed, ...more },
    });
  }
}
