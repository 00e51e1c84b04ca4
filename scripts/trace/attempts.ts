// Owns: one attempt of a caller, as the log has it, and how it ended. Leaves words to the *-text.ts files.
import { numberField, textField } from './lines.ts';
import type { LogLine } from './lines.ts';
import type { LambdaReport } from './reports.ts';

/** `unfinished`: received, and no outcome line: still running, or the process ended before it could write one. */
export type Ending =
  'executed' | 'replayed' | 'skipped' | 'refused' | 'conflict' | 'failed' | 'crashed' | 'unfinished';

/** One request with this trace_id, by its request_id. */
export interface Attempt {
  readonly requestId: string | undefined;
  readonly startedAtMs: number;
  readonly coldStart: boolean;
  readonly ending: Ending;
  readonly received: LogLine | undefined;
  readonly crash: LogLine | undefined;
  readonly outcome: LogLine | undefined;
  readonly lines: readonly LogLine[];
  /** What Lambda itself says of the invocation; only on AWS. */
  readonly report?: LambdaReport;
}

/** The lines that end an attempt. */
export const outcomes: ReadonlySet<string> = new Set([
  'EXECUTION_SUCCESS',
  'EXECUTION_REPLAYED',
  'EXECUTION_SKIPPED',
  'EXECUTION_FAILED',
]);

export function asAttempt(lines: readonly LogLine[]): Attempt {
  const outcome = lines.find((line) => outcomes.has(line.message));
  const crash = lines.find((line) => line.message === 'EXECUTION_CRASH');
  return {
    requestId: lines[0]?.requestId,
    startedAtMs: lines[0]?.atMs ?? 0,
    coldStart: lines.some((line) => line.fields['cold_start'] === true),
    ending: endingOf(outcome, crash),
    received: lines.find((line) => line.message === 'REQUEST_RECEIVED'),
    crash,
    outcome,
    lines,
  };
}

function endingOf(outcome: LogLine | undefined, crash: LogLine | undefined): Ending {
  if (crash !== undefined) return 'crashed';
  switch (outcome?.message) {
    case undefined:
      return 'unfinished';
    case 'EXECUTION_SUCCESS':
      return 'executed';
    case 'EXECUTION_REPLAYED':
      return 'replayed';
    case 'EXECUTION_SKIPPED':
      return 'skipped';
    default:
      return endingOfFailure(outcome);
  }
}

// The caller's fault is a refusal (4xx that a retry does not cure); ours is a failure.
function endingOfFailure(outcome: LogLine | undefined): Ending {
  if (textField(outcome, 'error_code') === 'trace_id_conflict') return 'conflict';
  const isRetryable = outcome?.fields['retryable'] === true;
  return (numberField(outcome, 'http_status') ?? 500) < 500 && !isRetryable ? 'refused' : 'failed';
}
