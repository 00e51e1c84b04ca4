// Writes a timeline as one screen of text, in colour. What comes from the log or the record is made safe for the terminal here.
import { styleText } from 'node:util';
import { isObject, type JsonObject } from '../../lib/domain/json.ts';
import { failures } from '../../lib/generated/tables.ts';
import { printable } from '../shared/printable.ts';
import { ago, duration, instant } from './cli.ts';
import { textField, type LogLine } from './log-lines.ts';
import { deliveryStateOf, hiddenSize } from './record.ts';
import { countEndings, nextStepOf, summaryOf } from './summary.ts';
import { isFound, type TryEnding, type DeliveryEnding, type Run, type Timeline } from './timeline.ts';

type Style = Parameters<typeof styleText>[0];
type Ending = TryEnding | DeliveryEnding;

// More tries, or deliveries, than this do not fit a screen.
const maxRuns = 3;
const maxFrames = 3;
// Lambda's own: the first run and two repetitions, under one request id.
const maxDeliveries = 3;
// As wide as the longest message, `EXECUTION_REPLAYED`.
const labelWidth = 18;

// What every line carries, or is shown in another place.
const lineHead = ['level', 'message', 'timestamp', 'service', 'stage', 'version', 'trace_id', 'request_id'];
const hiddenFields = new Set([...lineHead, 'cold_start', 'error', 'xray_trace_id']);
const levelStyles = new Map<unknown, Style>([
  ['INFO', 'green'],
  ['WARN', 'yellow'],
  ['ERROR', 'red'],
]);

export function timelineText(timeline: Timeline, showsValues: boolean): string {
  const { traceId, tries, deliveries } = timeline;
  const found = isFound(timeline);
  const [outcome = '', ...more] = found ? summaryOf(timeline) : [`Nothing was found about ${traceId}.`];
  const next = found ? nextStepOf(timeline) : undefined;
  const timed = [...runBlocks('Try', tries, 'executed'), ...runBlocks('Delivery', deliveries, 'delivered')];
  const blocks = [
    [title(outcome), ...more.map(printable)],
    ...timed.toSorted((one, other) => one.atMs - other.atMs).map(({ block }) => block),
    found ? recordBlock(timeline, showsValues) : [],
    next === undefined ? [] : [title('Next', next)],
    placesBlock(timeline, found),
  ];
  return `${blocks.flatMap((block) => (block.length === 0 ? [] : [block.join('\n')])).join('\n\n')}\n`;
}

function title(words: string, text?: string): string {
  const painted = paint('bold', printable(words));
  return text === undefined ? painted : `${painted}  ${printable(text)}`;
}

/** The style is the label's, or the text's where there is no label. */
function row(offset: string, label: string, text: string, style?: Style): string {
  const [shownLabel, shownText] = [printable(label).padEnd(labelWidth), printable(text)];
  const styled = label === '' ? [shownLabel, paint(style, shownText)] : [paint(style, shownLabel), shownText];
  return [offset.padStart(12), ...styled].join('  ');
}

function paint(style: Style | undefined, text: string): string {
  return style === undefined ? text : styleText(style, text, { validateStream: false });
}

/** A block for each run, or, where they do not fit a screen, for the first, the one that achieved what was wanted, and the last. */
function runBlocks<One extends Ending>(name: string, runs: readonly Run<One>[], achieved: One) {
  const all = [...runs.keys()];
  const first = runs.findIndex(({ ending }) => ending === achieved);
  const shown = all.length <= maxRuns ? all : [...new Set([0, Math.max(first, 0), all.length - 1])];
  return shown.flatMap((index, place) => {
    const run = runs[index];
    if (run === undefined) return [];
    const { startedAtMs: atMs } = run;
    const skipped = runs.slice((shown[place - 1] ?? -1) + 1, index);
    const summary = `… ${skipped.length} more: ${countEndings(skipped)}; --json shows them all`;
    return [
      ...(skipped.length === 0 ? [] : [{ atMs, block: [summary] }]),
      { atMs, block: runBlock(name, runs, index, run) },
    ];
  });
}

function runBlock(name: string, runs: readonly Run<Ending>[], index: number, run: Run<Ending>): string[] {
  const { startedAtMs, ending, lines, report, requestId } = run;
  const waitedMs = startedAtMs - (runs[0]?.startedAtMs ?? startedAtMs);
  const later = waitedMs > 0 ? `, ${duration(waitedMs)} after the first` : '';
  const cold = lines.some(({ fields }) => fields['cold_start'] === true) ? ', cold start' : '';
  const repeats = runs.filter((one) => requestId !== undefined && one.requestId === requestId).length;
  const retried = repeats >= maxDeliveries ? `; the last of ${maxDeliveries} tries` : '; it will be retried';
  return [
    title(`${name} ${index + 1} of ${runs.length}`, `${instant(startedAtMs)}${later}${cold}`),
    ...lines.flatMap((line) => lineRows(line, run, index === runs.length - 1 ? retried : '')),
    ...(ending === 'unfinished' ? [row('', 'no end', 'no outcome was logged', 'red')] : []),
    ...(report === undefined ? [] : [row('', 'runtime', shownFields(report.fields).join(', '))]),
    row('', 'request', requestId ?? 'without an id'),
  ];
}

function lineRows(line: LogLine, { ending, startedAtMs }: Run<Ending>, retried: string): string[] {
  const { error, level } = line.fields;
  const { name = 'Error', message = '', stack = '' } = isObject(error) ? error : {};
  const crash = error === undefined ? [] : [`${String(name)}: ${String(message)}`];
  const frames = String(stack)
    .split('\n')
    .filter((frame) => frame.trimStart().startsWith('at '));
  const text = [...crash, ...shownFields(line.fields)].join(', ');
  return [
    row(`+${duration(line.atMs - startedAtMs)}`, line.message, text, levelStyles.get(level)),
    ...[...noteOn(line, ending, retried), ...frames.slice(0, maxFrames)].map((more) =>
      row('', '', more.trim().replace(`${process.cwd()}/`, ''), 'dim'),
    ),
  ];
}

/** What a line means for the request or the reminder; of a failure, the words of the contract. */
function noteOn(line: LogLine, ending: Ending, retried: string): string[] {
  const code = textField(line, 'error_code');
  if (code !== undefined) {
    const known = Object.entries(failures).find(([name]) => name === code);
    return [known?.[1].message ?? 'a code that this version does not know'];
  }
  if (line.message === 'REQUEST_RECEIVED') {
    if (textField(line, 'decision') === 'workflow') return ['gate open'];
    return [ending === 'skipped' ? 'gate closed: only workflow executes' : 'gate not reached'];
  }
  if (line.message === 'EXECUTION_PLANNED') return ['a dry run: nothing was executed or stored'];
  if (line.message !== 'REMINDER_FAILED') return [];
  if (ending === 'in_progress') return ['another run was delivering it; this one left it alone'];
  if (ending === 'unrecorded') return ['not recorded; it will be delivered again, with the same id'];
  return [`not delivered${retried}`];
}

/** `error_code invalid_json, http_status 400` */
function shownFields(fields: JsonObject): string[] {
  return Object.entries(fields).flatMap(([name, value]) =>
    hiddenFields.has(name) || value === null ? [] : [`${name} ${shownValue(value)}`],
  );
}

function shownValue(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function recordBlock({ record, isRecordRead, nowMs }: Timeline, showsValues: boolean): string[] {
  if (record === undefined) return [title('Record', isRecordRead ? 'none stored' : 'could not be read')];
  const { result, plannedResult, createdAtMs, expiresAtMs, deliveredAtMs } = record;
  const when = (ms: number): string => `${instant(ms)}, ${ago(ms, nowMs)}`;
  const until = (ms: number): string => (ms === 0 ? 'released' : `until ${when(ms)}`);
  const rowIf = (label: string, ms: number | undefined, text: (ms: number) => string): string[] =>
    ms === undefined || Number.isNaN(ms) ? [] : [row('', label, text(ms))];
  const delivery = deliveryStateOf(record, nowMs);
  const deliveryText = delivery === 'unrecorded' ? 'not recorded: version 1.0.0 scheduled it' : delivery;
  const dueAtMs = record.dueAtMs ?? Date.parse(String(result['due_at']));
  return [
    title('Record', `${record.state}, ${record.actionType}, written ${when(createdAtMs)}`),
    ...(record.adapter === undefined ? [] : [row('', 'adapter', record.adapter)]),
    ...rowIf('lease', record.leaseUntilMs, until),
    ...rowIf('due', record.dueOutsideAtMs, when),
    ...rowIf('expires', expiresAtMs, (ms) => `${when(ms)}${ms > nowMs ? '' : '; it counts as absent'}`),
    ...(deliveryText === undefined ? [] : [row('', 'delivery', deliveryText.replace('_', ' '))]),
    ...(delivery === undefined ? [] : rowIf('due', dueAtMs, when)),
    ...rowIf('delivered', deliveredAtMs, when),
    ...(delivery === 'delivered' ? [] : rowIf('held', record.deliveryUntilMs, until)),
    ...resultRows(result, showsValues),
    ...(plannedResult === undefined ? [] : [row('', 'planned', 'this result, once it is settled:')]),
    ...resultRows(plannedResult ?? {}, showsValues),
    row('', 'fingerprint', record.fingerprint),
  ];
}

function resultRows(result: JsonObject, showsValues: boolean): string[] {
  return Object.entries(result).map(([name, value]) => {
    const size = showsValues ? undefined : hiddenSize(result, name);
    return row('', name, size === undefined ? shownValue(value) : `hidden, ${size}`);
  });
}

function placesBlock({ lookedIn, hints, links }: Timeline, found: boolean): string[] {
  const list = (name: string, texts: readonly string[]): string[] =>
    texts.map((text, index) => title((index === 0 ? name : '').padEnd(9), text));
  return [
    ...list('Looked in', lookedIn),
    ...list('Hint', found ? [] : hints),
    ...links.flatMap(({ name, url }) => list(name, [url])),
  ];
}
