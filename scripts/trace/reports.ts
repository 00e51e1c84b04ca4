// Owns: what the platform under the function says of one invocation: Lambda by its platform.report line (JSON log
// format), the local server by a line for an invocation that ended without an answer.
import { isObject, parseObject } from './lines.ts';

export interface LambdaReport {
  readonly requestId: string;
  readonly atMs: number;
  readonly status: string;
  readonly durationMs?: number | undefined;
  readonly initMs?: number | undefined;
  readonly memoryUsedMb?: number | undefined;
  readonly memoryMb?: number | undefined;
  readonly xrayTraceId?: string | undefined;
}

/** The report in this log line, or nothing when the line is another one. */
export function readReport(text: string): LambdaReport | undefined {
  const line = parseObject(text);
  const record = line?.['record'];
  if (line?.['type'] !== 'platform.report' || !isObject(record)) return undefined;
  const { requestId, status, metrics, tracing } = record;
  if (typeof requestId !== 'string') return undefined;
  const numbers = isObject(metrics) ? metrics : {};
  const metric = (name: string): number | undefined => {
    const value = numbers[name];
    return typeof value === 'number' ? value : undefined;
  };
  return {
    requestId,
    atMs: timeOf(line['time']),
    status: typeof status === 'string' ? status : 'unknown',
    durationMs: metric('durationMs'),
    initMs: metric('initDurationMs'),
    memoryUsedMb: metric('maxMemoryUsedMB'),
    memoryMb: metric('memorySizeMB'),
    xrayTraceId: isObject(tracing) ? rootOf(tracing['value']) : undefined,
  };
}

const localFailures: Readonly<Record<string, string>> = {
  FUNCTION_TIMED_OUT: 'timeout',
  FUNCTION_FAILED: 'error',
};

/** The local server's report in this line: none, or one. */
export function readLocalReport(text: string): LambdaReport[] {
  const line = parseObject(text);
  const { message, timestamp, request_id: requestId } = line ?? {};
  if (typeof message !== 'string' || typeof requestId !== 'string') return [];
  const status = localFailures[message];
  return status === undefined ? [] : [{ requestId, atMs: timeOf(timestamp), status }];
}

function timeOf(value: unknown): number {
  return typeof value === 'string' ? Date.parse(value) : Number.NaN;
}

// `Root=1-67891233-abcdef012345678912345678;Parent=…;Sampled=1`; X-Ray keeps nothing of what was not sampled.
function rootOf(header: unknown): string | undefined {
  if (typeof header !== 'string' || !header.includes('Sampled=1')) return undefined;
  return /Root=(1-[0-9a-f]{8}-[0-9a-f]{24})/u.exec(header)?.[1];
}
