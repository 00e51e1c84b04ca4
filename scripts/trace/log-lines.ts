// Reads the lines of the log: those that the function writes about a trace, and those that its platform writes about a run.
import { isObject, type JsonObject } from '../../lib/domain/json.ts';
import { jsonObject } from '../shared/json.ts';

export type LogLine = {
  readonly message: string;
  readonly atMs: number;
  readonly requestId: string | undefined;
  /** The whole line as it was written. */
  readonly fields: JsonObject;
};

/** What the platform says of one run of the function. */
export type RunReport = {
  readonly requestId: string;
  readonly atMs: number;
  /** `status`, and of Lambda also times, memory and the id of the trace in X-Ray. */
  readonly fields: JsonObject;
};

// Lines of one millisecond may arrive in any order.
const orderInRun = ['REQUEST_RECEIVED', 'REMINDER_DELIVERED', 'EXECUTION_CRASH'];

/** The log line in this text, or nothing when it is not a line of the function about this trace. */
export function readLine(text: string, traceId: string): LogLine | undefined {
  const fields = jsonObject(text);
  const { message, request_id: requestId } = fields;
  const atMs = timeOf(fields['timestamp']);
  if (fields['trace_id'] !== traceId || typeof message !== 'string' || Number.isNaN(atMs)) return undefined;
  return { message, atMs, requestId: typeof requestId === 'string' ? requestId : undefined, fields };
}

/** Lines by time; within a millisecond in the order in which one run writes them. */
export function sortedByTime(lines: readonly LogLine[]): LogLine[] {
  const rank = ({ message }: LogLine): number => {
    const place = orderInRun.indexOf(message);
    return place === -1 ? orderInRun.length : place;
  };
  return lines.toSorted((one, other) => one.atMs - other.atMs || rank(one) - rank(other));
}

export function textField(line: LogLine | undefined, name: string): string | undefined {
  const value = line?.fields[name];
  return typeof value === 'string' ? value : undefined;
}

export function numberField(line: LogLine | undefined, name: string): number | undefined {
  const value = line?.fields[name];
  return typeof value === 'number' ? value : undefined;
}

/** Lambda's platform.report in this text (JSON log format), or nothing when it is another line. */
export function readReport(text: string): RunReport | undefined {
  const { type, time, record } = jsonObject(text);
  if (type !== 'platform.report' || !isObject(record)) return undefined;
  const { requestId, status = 'unknown', metrics, tracing } = record;
  if (typeof requestId !== 'string') return undefined;
  const metric = (name: string): unknown => (isObject(metrics) ? metrics[name] : undefined) ?? null;
  const fields = {
    status,
    duration_ms: metric('durationMs'),
    init_ms: metric('initDurationMs'),
    memory_used_mb: metric('maxMemoryUsedMB'),
    memory_mb: metric('memorySizeMB'),
    xray_trace_id: isObject(tracing) ? xrayTraceIdIn(String(tracing['value'])) : null,
  };
  return { requestId, atMs: timeOf(time), fields };
}

/** The local server's line about a run that ended without an answer, or nothing when it is another line. */
export function readLocalReport(text: string): RunReport | undefined {
  const { message, timestamp, request_id: requestId } = jsonObject(text);
  const isTimeout = message === 'FUNCTION_TIMED_OUT';
  if (typeof requestId !== 'string' || (!isTimeout && message !== 'FUNCTION_FAILED')) return undefined;
  return { requestId, atMs: timeOf(timestamp), fields: { status: isTimeout ? 'timeout' : 'error' } };
}

function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

// `Root=1-67891233-abcdef012345678912345678;Parent=…;Sampled=1`; X-Ray keeps nothing of what was not sampled.
function xrayTraceIdIn(header: string): string | null {
  const [, id = null] = /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/u.exec(header) ?? [];
  return header.includes('Sampled=1') ? id : null;
}
