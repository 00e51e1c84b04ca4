// Owns: reading the function's log lines (one JSON object each) as this tool uses them. Leaves their grouping to groups.ts.
import { isExactNumber } from '../shared/json.ts';

/** One log line. `fields` is the whole object as it was written. */
export interface LogLine {
  readonly message: string;
  readonly atMs: number;
  readonly requestId: string | undefined;
  readonly fields: Readonly<Record<string, unknown>>;
}

// The order inside one request, for lines of the same millisecond that arrive without an order of their own.
const orderOfMessages = ['REQUEST_RECEIVED', 'REMINDER_DELIVERED', 'EXECUTION_CRASH'];

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !isExactNumber(value);
}

/** Of anything thrown: what it says. By its shape, since errors of Node's own core are of another realm in tests. */
export function thrown(error: unknown): {
  readonly name: string;
  readonly code: string;
  readonly message: string;
} {
  const fields = typeof error === 'object' && error !== null ? (error as Record<string, unknown>) : {};
  const text = (name: string): string => (typeof fields[name] === 'string' ? fields[name] : '');
  return { name: text('name'), code: text('code'), message: text('message') || String(error) };
}

/** The text as a JSON object, or nothing when it is something else (a line cut short, a foreign line). */
export function parseObject(
  text: string,
  parse: (text: string) => unknown = JSON.parse,
): Record<string, unknown> | undefined {
  try {
    const value = parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** The log line in this text, or nothing when it is not a line of the function about this trace. */
export function readLine(text: string, traceId: string): LogLine | undefined {
  const fields = parseObject(text);
  if (fields === undefined || fields['trace_id'] !== traceId) return undefined;
  const { message, timestamp, request_id: requestId } = fields;
  if (typeof message !== 'string' || typeof timestamp !== 'string') return undefined;
  const atMs = Date.parse(timestamp);
  if (Number.isNaN(atMs)) return undefined;
  return { message, atMs, requestId: typeof requestId === 'string' ? requestId : undefined, fields };
}

/** Lines by time; within a millisecond received comes first, then a hand-over, a crash, and the outcome. */
export function sortedByTime(lines: readonly LogLine[]): LogLine[] {
  return lines.toSorted((one, other) => one.atMs - other.atMs || rank(one) - rank(other));
}

function rank({ message }: LogLine): number {
  const place = orderOfMessages.indexOf(message);
  return place === -1 ? orderOfMessages.length : place;
}

export function textField(line: LogLine | undefined, name: string): string | undefined {
  const value = line?.fields[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberField(line: LogLine | undefined, name: string): number | undefined {
  const value = line?.fields[name];
  return typeof value === 'number' ? value : undefined;
}
