// Reads what was typed, and says what the tool needs from around it: a terminal, a clock, and the local server's files.
import { parseArgs } from 'node:util';
import prettyMs from 'pretty-ms';
import { failures } from '../../lib/generated/tables.ts';
import { traceId as isTraceId } from '../../lib/generated/validators.js';
import { errorMessage } from '../shared/errors.ts';

export type Options = {
  readonly traceId: string;
  readonly stage: string | undefined;
  readonly region: string | undefined;
  readonly sinceMs: number;
  readonly json: boolean;
  readonly values: boolean;
};

export type Output = { readonly isTTY?: boolean; write(text: string): unknown };

export type CliContext = {
  readonly environment: NodeJS.ProcessEnv;
  readonly now: () => number;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly logFile: string;
  /** Opens the local store and names its table of executions; nothing when there is no store. */
  readonly openStore: () => Promise<OpenStore | undefined>;
  readonly queryWaitMs: number;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
};

export type OpenStore = {
  readonly endpoint: string;
  readonly table: string;
  readonly close: () => Promise<void>;
};

/** A sentence for the person at the terminal. Exit code 1: not answered, or not wholly. 2: not understood. */
export class TraceError extends Error {
  override readonly name = 'TraceError';
  readonly exitCode: 1 | 2;

  constructor(sentence: string, exitCode: 1 | 2 = 1) {
    super(sentence);
    this.exitCode = exitCode;
  }
}

export const usage = `Shows what happened to one request and to its reminder, by its trace_id.

  npm run trace -- <trace_id> [--stage dev] [--since 24h] [--json] [--values] [--region eu-central-1]

  --stage   ask AWS about this stage, with your own credentials; without it, the local server's log and store
  --since   how far back to read the log: 30m, 24h (the default), 7d
  --region  where the stage is deployed; else AWS_REGION, else us-east-1, as serverless.yml has it
  --values  show the payload's values in the stored record; without it only names and lengths
  --json    the same as JSON (npm run --silent trace -- … --json keeps npm's own lines out of it): summary, next, tries of
            callers, deliveries of the reminder, record

Exit code: 0 found, 1 nothing found or not all could be read, 2 not understood.
`;

// The words of the contract for the pattern, less the verb.
const traceIdForm = failures.invalid_trace_id.message.replace('trace_id must be ', '');
const stagePattern = /^[A-Za-z][A-Za-z0-9-]{0,31}$/u;
const regionPattern = /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/u;
const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const maxSinceMs = 366 * 86_400_000;

/** The options, or `undefined` when help was asked for. Throws a TraceError with exit code 2. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values, positionals } = parse([...args]);
  const { stage, region, since = '24h', json = false, values: showsValues = false, help = false } = values;
  if (help) return undefined;
  const [traceId = ''] = positionals;
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/u.exec(since) ?? [];
  const sinceMs = Number(count) * (unitsMs[unit] ?? Number.NaN);
  if (positionals.length !== 1) throw misused('Give one trace_id.');
  if (!isTraceId(traceId))
    throw misused(`${JSON.stringify(traceId)} is no trace_id: that is ${traceIdForm}.`);
  if (stage !== undefined && !stagePattern.test(stage))
    throw misused(notA('--stage', stage, 'a name: dev, prod'));
  if (region !== undefined && !regionPattern.test(region)) {
    throw misused(notA('--region', region, 'a name: eu-central-1'));
  }
  if (!(sinceMs > 0 && sinceMs <= maxSinceMs)) {
    throw misused(notA('--since', since, 'a number with m, h or d, at most 366d: 30m, 24h, 7d'));
  }
  return { traceId, stage, region, sinceMs, json, values: showsValues };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        stage: { type: 'string' },
        region: { type: 'string' },
        since: { type: 'string' },
        json: { type: 'boolean' },
        values: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Node's own first sentence names the option; what follows it is advice about `--`.
    const [sentence = ''] = errorMessage(error).replaceAll('\n', ' ').split('. ');
    throw misused(`${sentence.replace(/\.$/u, '')}.`);
  }
}

function notA(option: string, value: string, form: string): string {
  return `${option} cannot be ${JSON.stringify(value)}; it is ${form}.`;
}

function misused(sentence: string): TraceError {
  return new TraceError(`${sentence} See npm run trace -- --help.`, 2);
}

/** `2026-11-22 16:02:11.120 UTC`, as the logs have it. */
export function instant(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').replace('Z', '')} UTC`;
}

/** The two largest units: `12.3ms`, `3.2s`, `3m 29s`. */
export function duration(ms: number): string {
  const roundedMs = ms < 60_000 ? ms : Math.round(ms / 1000) * 1000;
  return prettyMs(roundedMs, { unitCount: 2, millisecondsDecimalDigits: Number.isInteger(ms) ? 0 : 1 });
}

/** `3m 29s ago`, or `in 20s` for what is to come. */
export function ago(ms: number, nowMs: number): string {
  return ms > nowMs ? `in ${duration(ms - nowMs)}` : `${duration(nowMs - ms)} ago`;
}
