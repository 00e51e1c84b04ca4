// Lines written without the logger, for a service that did not start, or whose log is what failed. Nothing here throws.
import { describeError, type ErrorText } from './error-text.ts';

/** Writes a line of level ERROR. */
export function writeRawLine(message: string, fields: object): void {
  const line = { level: 'ERROR', message, timestamp: new Date().toISOString(), ...fields };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}

/** @param sent the value that the caller sent, which must not be shown */
export function tryDescribeError(error: unknown, sent: unknown): ErrorText {
  const nameless = { name: 'Error', message: 'the error cannot be described' };
  return tryOr(nameless, () => describeError(error, sent));
}

/** The result of `run`, or the fallback if it throws: the line or the response must be written. */
export function tryOr<Value>(fallback: Value, run: () => Value): Value {
  try {
    return run();
  } catch {
    return fallback;
  }
}
