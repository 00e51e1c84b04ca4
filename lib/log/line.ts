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
 */
export class LineLogger extends Logger {
  readonly #origin: Origin;

  /** @param origin fields that every line of this process carries */
  constructor(logLevel: Config['logLevel'], origin: Origin) {
    super({ logLevel });
    this.#origin = origin;
  }

  protected override processLogItem(
    threshold: number,
    message: LogItemMessage,
    more: LogItemExtraInput,
  ): void {
    if (threshold < this.level) return;
    const fields = more[0] as LogAttributes;
    const level = names.get(threshold);
    const line = { level, message, timestamp: new Date().toISOString(), ...this.#origin, ...fields };
    const stream = threshold < LogLevelThreshold.WARN ? process.stdout : process.stderr;
    stream.write(`${JSON.stringify(line)}\n`);
  }
}
