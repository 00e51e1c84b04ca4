// Lines written without the logger, for a service that did not start, or whose log is what failed. Nothing here throws.
import { describeError, type ErrorText } from './error-text.ts';

/** Writes a line of level ERROR. */
export function writeByHand(message: string, fields: object): void {
  const line = { level: 'ERROR', message, timestamp: new Date().toISOString(), ...fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** @param sent whose values are not to be shown */
export function describeAnyway(error: unknown, sent: unknown): ErrorText {
  const nameless = { name: 'Error', message: 'the error cannot be described' };
  return otherwise(nameless, () => describeError(error, sent));
}

/** The result of `run`, or where even that fails, something plain: the line or the answer must go out. */
export function otherwise<Value>(plain: Value, run: () => Value): Value {
  try {
    return run();
  } catch {
    return plain;
  }
}
