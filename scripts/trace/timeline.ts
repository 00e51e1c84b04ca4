// Builds the timeline of one trace from what was found: the tries of callers, and the deliveries of its reminder.
import { numberField, textField, type LogLine, type RunReport } from './log-lines.ts';
import type { StoredRecord } from './record.ts';

/** What was found of a trace, locally or in a stage on AWS. */
export type Findings = {
  readonly lines: readonly LogLine[];
  readonly reports: readonly RunReport[];
  readonly record: StoredRecord | undefined;
  /** Whether the table could be read. */
  readonly isRecordRead: boolean;
  /** `local`, or `stage dev, eu-central-1` */
  readonly place: string;
  readonly lookedIn: readonly string[];
  /** What to try when this is not what was looked for. */
  readonly hints: readonly string[];
  /** Sentences on what could not be read. */
  readonly faults: readonly string[];
  readonly links: readonly { readonly name: string; readonly url: string }[];
  /** The dead-letter queue of reminders; only on AWS. */
  readonly deadLetterQueue: string | undefined;
};

/** One run of the function. */
export type Run<Ending extends string = string> = {
  readonly requestId: string | undefined;
  readonly startedAtMs: number;
  readonly ending: Ending;
  readonly lines: readonly LogLine[];
  readonly report: RunReport | undefined;
};

/** `planned`: a dry run. `unfinished`: no outcome was logged. It is still running, or the process ended before it could write one. */
export type TryEnding =
  | 'executed'
  | 'replayed'
  | 'planned'
  | 'skipped'
  | 'refused'
  | 'conflict'
  | 'failed'
  | 'crashed'
  | 'unfinished';

/**
 * `unrecorded`: delivered, but that could not be recorded, so that the next run delivers it again.
 * `in_progress`: another run held the reminder, and this one left it alone.
 */
export type DeliveryEnding = 'delivered' | 'unrecorded' | 'failed' | 'in_progress';

export type Timeline = Findings & {
  readonly traceId: string;
  readonly nowMs: number;
  readonly tries: readonly Run<TryEnding>[];
  readonly deliveries: readonly Run<DeliveryEnding>[];
};

const endings: ReadonlyMap<string, TryEnding> = new Map([
  ['EXECUTION_SUCCESS', 'executed'],
  ['EXECUTION_REPLAYED', 'replayed'],
  ['EXECUTION_PLANNED', 'planned'],
  ['EXECUTION_SKIPPED', 'skipped'],
  ['EXECUTION_FAILED', 'failed'],
]);
// A run ends within the function's 10 s. Lambda repeats a failed one a minute after it, under the same request id.
const longestRunMs = 30_000;

export function buildTimeline(traceId: string, findings: Findings, nowMs: number): Timeline {
  const runs = groupLines(findings.lines);
  const reports = findings.reports.toSorted((one, other) => one.atMs - other.atMs);
  const asRun =
    <Ending extends string>(endingOf: (lines: readonly LogLine[]) => Ending) =>
    (lines: readonly LogLine[]): Run<Ending> => ({
      requestId: lines[0]?.requestId,
      startedAtMs: lines[0]?.atMs ?? 0,
      ending: endingOf(lines),
      lines,
      report: reportOn(lines, runs, reports),
    });
  const tries = runs.filter((run) => !run.some(isDeliveryLine)).map(asRun(tryEnding));
  const deliveries = runs.filter((run) => run.some(isDeliveryLine)).map(asRun(deliveryEnding));
  return { ...findings, traceId, nowMs, tries, deliveries };
}

export function isFound({ tries, deliveries, record }: Timeline): boolean {
  return tries.length + deliveries.length > 0 || record !== undefined;
}

/** The last try that may have executed something: a dry run before or after it says nothing of its outcome. */
export function lastTry({ tries }: Timeline): Run<TryEnding> | undefined {
  return tries.findLast(({ ending }) => ending !== 'planned');
}

/** The first of these lines with one of these messages. */
export function lineIn(lines: readonly LogLine[], ...messages: readonly string[]): LogLine | undefined {
  return lines.find(({ message }) => messages.includes(message));
}

/** The line that says how a caller's try ended. */
export function outcomeIn(lines: readonly LogLine[]): LogLine | undefined {
  return lineIn(lines, ...endings.keys());
}

function groupLines(lines: readonly LogLine[]): LogLine[][] {
  const runs: LogLine[][] = [];
  const open = new Map<string, LogLine[]>();
  for (const line of lines) {
    const { requestId } = line;
    const current = open.get(requestId ?? '');
    if (current !== undefined && !beginsAnother(current, line)) {
      current.push(line);
    } else {
      const run = [line];
      runs.push(run);
      // The local server delivers without a request what version 1.0.0 scheduled.
      if (requestId !== undefined) open.set(requestId, run);
    }
  }
  return runs;
}

// Lambda repeats a delivery under its request id, and some local gateways give one to many requests.
function beginsAnother(run: readonly LogLine[], next: LogLine): boolean {
  const { message, atMs } = next;
  const isDelivery = run.some(isDeliveryLine);
  const has = (...messages: readonly string[]): boolean => lineIn(run, ...messages) !== undefined;
  if (message === 'REQUEST_RECEIVED') return isDelivery || has(message, ...endings.keys());
  if (isDelivery) return atMs - (run[0]?.atMs ?? 0) > longestRunMs || has('REMINDER_FAILED', message);
  if (isDeliveryLine(next)) return has('REQUEST_RECEIVED');
  return endings.has(message) && outcomeIn(run) !== undefined;
}

function isDeliveryLine({ message }: LogLine): boolean {
  return message === 'REMINDER_DELIVERED' || message === 'REMINDER_FAILED';
}

// Repetitions share a request id: the report on each is the first after its end.
function reportOn(
  run: readonly LogLine[],
  runs: readonly (readonly LogLine[])[],
  reports: readonly RunReport[],
): RunReport | undefined {
  const id = run[0]?.requestId;
  const next = runs.slice(runs.indexOf(run) + 1).find(([first]) => first?.requestId === id);
  const [fromMs, toMs] = [run.at(-1)?.atMs ?? 0, next?.[0]?.atMs ?? Infinity];
  return reports.find(({ requestId, atMs }) => requestId === id && atMs >= fromMs && atMs <= toMs);
}

function tryEnding(lines: readonly LogLine[]): TryEnding {
  if (lineIn(lines, 'EXECUTION_CRASH') !== undefined) return 'crashed';
  const outcome = outcomeIn(lines);
  if (textField(outcome, 'error_code') === 'trace_id_conflict') return 'conflict';
  // The caller's error is a refusal (a 4xx that a retry does not cure); ours is a failure.
  const isRefused =
    (numberField(outcome, 'http_status') ?? 500) < 500 && outcome?.fields['retryable'] !== true;
  const ending = endings.get(outcome?.message ?? '') ?? 'unfinished';
  return ending === 'failed' && isRefused ? 'refused' : ending;
}

function deliveryEnding(lines: readonly LogLine[]): DeliveryEnding {
  const failure = lineIn(lines, 'REMINDER_FAILED');
  if (failure === undefined) return 'delivered';
  if (lineIn(lines, 'REMINDER_DELIVERED') !== undefined) return 'unrecorded';
  return textField(failure, 'cause') === 'DeliveryInProgress' ? 'in_progress' : 'failed';
}
