// Owns: what was typed, checked. A wrong word ends in one sentence and exit code 2.
import { parseArgs } from 'node:util';
import { failures } from '../../lib/generated/tables.ts';
import { traceId as isTraceId } from '../../lib/generated/validators.js';
import { TraceFault } from './fault.ts';
import { thrown } from './lines.ts';

export interface Options {
  readonly traceId: string;
  readonly stage: string | undefined;
  readonly region: string | undefined;
  readonly since: Since;
  readonly json: boolean;
  readonly values: boolean;
}

/** How far back the log is read, and how that is said. */
export interface Since {
  readonly ms: number;
  readonly text: string;
}

export const usage = `Tells what happened to one request and to its reminder, by its trace_id.

  npm run trace -- <trace_id> [--stage dev] [--since 24h] [--json] [--values] [--region eu-central-1]

  --stage   ask AWS about this stage, with your own credentials; without it, the local server's log and store
  --since   how far back to read the log: 30m, 24h (the default), 7d
  --region  where the stage is deployed; else AWS_REGION, else us-east-1, as serverless.yml has it
  --values  show the payload's values in the stored record; without it only names and lengths
  --json    the same as JSON (npm run --silent trace -- … --json keeps npm's own lines out of it): verdict, next, attempts of
            callers, deliveries (tries to deliver the reminder), events, record

Exit code: 0 found, 1 nothing found or not all could be read, 2 not understood.
`;

// The words of the contract for the pattern, less the verb.
const traceIdForm = failures.invalid_trace_id.message.replace('trace_id must be ', '');
const unitsMs: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const longestSinceMs = 366 * 86_400_000;

/** The options, or `undefined` when help was asked for. Throws a TraceFault with exit code 2. */
export function readOptions(args: readonly string[]): Options | undefined {
  const { values, positionals } = parse(args);
  if (values.help === true) return undefined;
  const [traceId, ...more] = positionals;
  if (traceId === undefined || more.length > 0) {
    throw refused(traceId === undefined ? 'Which trace_id?' : 'One trace_id at a time.');
  }
  if (!isTraceId(traceId)) {
    throw refused(`${JSON.stringify(traceId)} is no trace_id: that is ${traceIdForm}.`);
  }
  return {
    traceId,
    stage: named('--stage', values.stage, /^[A-Za-z][A-Za-z0-9-]{0,31}$/u, 'dev or prod'),
    region: named('--region', values.region, /^[a-z]{2}(-[a-z]+)+-\d{1,2}$/u, 'eu-central-1'),
    since: readSince(values.since ?? '24h'),
    json: values.json === true,
    values: values.values === true,
  };
}

type Parsed = {
  values: { [name in 'stage' | 'region' | 'since']?: string } & {
    [name in 'json' | 'values' | 'help']?: boolean;
  };
  positionals: string[];
};

function parse(args: readonly string[]): Parsed {
  try {
    return parseArgs({
      args: [...args],
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
    const [sentence = ''] = thrown(error).message.replaceAll('\n', ' ').split('. ');
    throw refused(`${sentence.replace(/\.$/u, '')}.`);
  }
}

function named(
  option: string,
  value: string | undefined,
  pattern: RegExp,
  example: string,
): string | undefined {
  if (value === undefined || pattern.test(value)) return value;
  throw refused(`${option} cannot be ${JSON.stringify(value)}; it is a name such as ${example}.`);
}

function readSince(text: string): Since {
  const [, count, unit = ''] = /^(\d{1,6})([mhd])$/u.exec(text) ?? [];
  const wholeMs = Number(count) * (unitsMs[unit] ?? Number.NaN);
  if (wholeMs > 0 && wholeMs <= longestSinceMs) return { ms: wholeMs, text: `the last ${count} ${unit}` };
  throw refused(
    `--since cannot be ${JSON.stringify(text)}; it is a number with m, h or d: 30m, 24h, 7d (at most 366d).`,
  );
}

function refused(sentence: string): TraceFault {
  return new TraceFault(`${sentence} See npm run trace -- --help.`, 2);
}
