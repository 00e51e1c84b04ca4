// Owns: the lines of one attempt: received, gate, outcome, each with its distance from the attempt's beginning.
import { failures } from '../../lib/generated/tables.ts';
import type { Attempt, Ending } from './attempts.ts';
import { isObject, numberField, textField, thrown } from './lines.ts';
import type { LogLine } from './lines.ts';
import { printable } from './paint.ts';
import type { Colour, Paint } from './paint.ts';
import { idOf } from './record.ts';
import { instant, span } from './times.ts';

const colours: Readonly<Record<Ending, Colour>> = {
  executed: 'green',
  replayed: 'cyan',
  skipped: 'dim',
  refused: 'yellow',
  conflict: 'yellow',
  failed: 'red',
  crashed: 'red',
  unfinished: 'red',
};
const stackLinesShown = 3;
// As wide as the longest field name, `participants`.
const labelWidth = 12;

/** The attempt as lines of text, its heading first. `firstAtMs` is when the first attempt began. */
export function attemptText(attempt: Attempt, number: string, firstAtMs: number, paint: Paint): string[] {
  const later =
    attempt.startedAtMs > firstAtMs ? `, ${span(attempt.startedAtMs - firstAtMs)} after the first` : '';
  const cold = attempt.coldStart ? ', cold start' : '';
  return [
    `${paint('bold', `Attempt ${number}`)}  ${instant(attempt.startedAtMs)}${later}${cold}`,
    ...received(attempt),
    ...crash(attempt, paint),
    ...outcome(attempt, paint),
    ...report(attempt),
    row('', 'request', printable(attempt.requestId ?? 'without an id')),
  ];
}

export function row(
  offset: string,
  label: string,
  text: string,
  paintLabel = (word: string): string => word,
): string {
  return `${offset.padStart(12)}  ${paintLabel(label.padEnd(labelWidth))}  ${text}`;
}

function offsetOf(line: LogLine, attempt: Attempt): string {
  return `+${span(line.atMs - attempt.startedAtMs)}`;
}

function received(attempt: Attempt): string[] {
  const { received: line, ending } = attempt;
  if (line === undefined) return [];
  const decision = textField(line, 'decision');
  const action = textField(line, 'action_type');
  const bytes = numberField(line, 'bytes');
  const parts = [
    ...(bytes === undefined ? [] : [`${bytes} bytes`]),
    decision === undefined ? 'no decision' : `decision ${printable(decision)}`,
    ...(action === undefined ? [] : [`action ${printable(action)}`]),
  ];
  const gate =
    decision === 'workflow' ? 'open' : ending === 'skipped' ? 'shut: only workflow executes' : 'not reached';
  return [row(offsetOf(line, attempt), 'received', parts.join(', ')), row('', 'gate', gate)];
}

function crash(attempt: Attempt, paint: Paint): string[] {
  const { crash: line } = attempt;
  if (line === undefined) return [];
  const { error } = line.fields;
  const { name, message } = thrown(error);
  const stack = isObject(error) && typeof error['stack'] === 'string' ? error['stack'].split('\n') : [];
  const places = stack.filter((place) => place.trimStart().startsWith('at ')).slice(0, stackLinesShown);
  return [
    row(offsetOf(line, attempt), 'crashed', printable(`${name || 'Error'}: ${message}`), (label) =>
      paint('red', label),
    ),
    ...places.map((place) => row('', '', paint('dim', printable(place.trim())))),
  ];
}

function outcome(attempt: Attempt, paint: Paint): string[] {
  const { outcome: line, ending } = attempt;
  const coloured = (label: string): string => paint(colours[ending], label);
  if (line === undefined) {
    return ending === 'unfinished' ? [row('', 'no end', 'no outcome was logged', coloured)] : [];
  }
  const code = textField(line, 'error_code');
  const label =
    code === undefined ? ending : ending === 'refused' || ending === 'conflict' ? 'refused' : 'failed';
  const cause = textField(line, 'cause');
  const parts = [
    ...(code === undefined ? [] : [`${code} (${numberField(line, 'http_status') ?? 'no status'})`]),
    ...(code === undefined && ending !== 'skipped'
      ? [idOf(line.fields) ?? textField(line, 'action_type') ?? 'done']
      : []),
    ...(cause === undefined ? [] : [`because of ${printable(cause)}`]),
    ...took(line),
  ];
  return [
    row(offsetOf(line, attempt), label, parts.join(', '), coloured),
    ...(code === undefined ? [] : [row('', '', paint('dim', meaningOf(code)))]),
  ];
}

function took(line: LogLine): string[] {
  const durationMs = numberField(line, 'duration_ms');
  const calls = numberField(line, 'store_calls');
  return [
    ...(durationMs === undefined ? [] : [`took ${span(durationMs)}`]),
    ...(calls === undefined
      ? []
      : [calls === 1 ? '1 call to the store' : `${calls === 0 ? 'no' : calls} calls to the store`]),
  ];
}

function report({ report: said }: Attempt): string[] {
  if (said === undefined) return [];
  const parts = [
    said.status,
    ...(said.durationMs === undefined ? [] : [`ran ${span(said.durationMs)}`]),
    ...(said.initMs === undefined ? [] : [`started in ${span(said.initMs)}`]),
    ...(said.memoryUsedMb === undefined ? [] : [`used ${said.memoryUsedMb} of ${said.memoryMb ?? '?'} MB`]),
  ];
  return [row('', 'runtime', printable(parts.join(', ')))];
}

/** What the caller was told, in the words of the contract's error table. */
function meaningOf(code: string): string {
  return (
    Object.entries(failures).find(([name]) => name === code)?.[1].message ??
    'a code that this version does not know'
  );
}
