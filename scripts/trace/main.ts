// Runs the tool once: reads what was typed, looks where it was asked to, prints text or JSON, and gives the exit code.
import { stripVTControlCharacters } from 'node:util';
import { traceOfId } from '../../lib/domain/ids.ts';
import { printable, printableJson } from '../shared/printable.ts';
import { readOptions, TraceError, usage, type CliContext, type Options } from './cli.ts';
import { lookLocally } from './local.ts';
import { numberField, textField } from './log-lines.ts';
import { deliveryStateOf, hiddenSize, type StoredRecord } from './record.ts';
import { nextStepOf, summaryOf } from './summary.ts';
import { timelineText } from './text.ts';
import {
  buildTimeline,
  isFound,
  lineIn,
  outcomeIn,
  type Findings,
  type Run,
  type Timeline,
} from './timeline.ts';

const refusedEarly =
  'a request that was refused before its trace_id was read (415, 413, invalid JSON) has none in the log';

/** Runs the tool with these arguments. Gives the exit code; everything is written to the outputs of `context`. */
export async function runTrace(args: readonly string[], context: CliContext): Promise<number> {
  const { stdout, stderr } = context;
  try {
    const options = readOptions(args);
    if (options === undefined) {
      stdout.write(usage);
      return 0;
    }
    const timeline = buildTimeline(options.traceId, await look(options, context), context.now());
    print(timeline, options, context);
    return isFound(timeline) && timeline.faults.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TraceError)) throw error;
    stderr.write(`${printable(error.message)}\n`);
    return error.exitCode;
  }
}

async function look(options: Options, context: CliContext): Promise<Findings> {
  const { stage, traceId } = options;
  // The clients of AWS take a while to load, and the local log and store have no use for them.
  const findings =
    stage === undefined
      ? await lookLocally(options, context)
      : await (await import('./aws.ts')).lookOnAws(stage, options, context);
  const named = traceOfId(traceId);
  const again = `npm run trace -- ${named?.traceId}${stage === undefined ? '' : ` --stage ${stage}`}`;
  const asId = named === undefined ? [] : [`${again}, if ${traceId} is the id of a ${named.actionType}`];
  return { ...findings, hints: [...asId, ...findings.hints, refusedEarly] };
}

function print(timeline: Timeline, options: Options, { stdout, stderr, environment }: CliContext): void {
  const { NO_COLOR: noColour = '', TERM: terminal } = environment;
  const isColoured = stdout.isTTY === true && noColour === '' && terminal !== 'dumb';
  if (options.json) {
    stdout.write(`${printableJson(JSON.stringify(timelineJson(timeline, options.values), null, 2))}\n`);
  } else if (isFound(timeline) || timeline.faults.length === 0) {
    // Where nothing could be asked, "nothing was found" would be untrue.
    const text = timelineText(timeline, options.values);
    stdout.write(isColoured ? text : stripVTControlCharacters(text));
  }
  for (const sentence of timeline.faults) stderr.write(`${printable(sentence)}\n`);
}

/** For tools: every try, every delivery and every line, in the names of the wire. */
export function timelineJson(timeline: Timeline, showsValues: boolean): object {
  const { record, isRecordRead, nowMs } = timeline;
  const found = isFound(timeline);
  return {
    trace_id: timeline.traceId,
    found,
    place: timeline.place,
    summary: found ? summaryOf(timeline).join(' ') : null,
    next: (found ? nextStepOf(timeline) : undefined) ?? null,
    tries: timeline.tries.map((one) =>
      runJson(one, {
        cold_start: one.lines.some(({ fields }) => fields['cold_start'] === true),
        duration_ms: numberField(outcomeIn(one.lines), 'duration_ms') ?? null,
      }),
    ),
    deliveries: timeline.deliveries.map((delivery) => {
      const delivered = lineIn(delivery.lines, 'REMINDER_DELIVERED');
      return runJson(delivery, {
        late_ms: numberField(delivered, 'late_ms') ?? null,
        delivery: textField(delivered, 'delivery') ?? null,
        cause: textField(lineIn(delivery.lines, 'REMINDER_FAILED'), 'cause') ?? null,
      });
    }),
    record: record === undefined ? (isRecordRead ? null : 'unread') : recordJson(record, nowMs, showsValues),
    looked_in: timeline.lookedIn,
    hints: found ? [] : timeline.hints,
    faults: timeline.faults,
    links: timeline.links,
  };
}

function runJson({ requestId, startedAtMs, ending, lines, report }: Run, own: object): object {
  return {
    request_id: requestId ?? null,
    started_at: new Date(startedAtMs).toISOString(),
    ending,
    ...own,
    ...(report !== undefined && { lambda: report.fields }),
    lines: lines.map(({ fields }) => fields),
  };
}

function recordJson(record: StoredRecord, nowMs: number, showsValues: boolean): object {
  const time = (ms: number | undefined): string | undefined =>
    ms === undefined ? ms : new Date(ms).toISOString();
  const shown = (result: StoredRecord['result']): object => {
    const entries = Object.entries(result).map(([name, value]) => {
      const hidden = showsValues ? undefined : hiddenSize(result, name);
      return [name, hidden === undefined ? value : { hidden }];
    });
    return Object.fromEntries(entries) as object;
  };
  return {
    state: record.state,
    action_type: record.actionType,
    created_at: time(record.createdAtMs),
    fingerprint: record.fingerprint,
    adapter: record.adapter,
    lease_until: time(record.leaseUntilMs),
    due_at: time(record.dueOutsideAtMs),
    expires_at: time(record.expiresAtMs),
    delivery: deliveryStateOf(record, nowMs),
    effect_at: time(record.dueAtMs),
    delivered_at: time(record.deliveredAtMs),
    delivery_until: time(record.deliveryUntilMs),
    execution_result: shown(record.result),
    planned_result: record.plannedResult && shown(record.plannedResult),
  };
}
