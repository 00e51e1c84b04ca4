// Owns: the lines of one attempt: received, gate, crash, outcome, and what the platform says of it.
import { printable } from '../local/printable.ts';
import type { Attempt } from './attempts.ts';
import { isObject, numberField, textField, thrown } from './lines.ts';
import { offsetOf, outcomeText } from './outcome-text.ts';
import type { Paint } from './paint.ts';
import { row } from './row.ts';
import { instant, span } from './times.ts';

const stackLinesShown = 3;

/** The attempt as lines of text, its heading first. `firstAtMs` is when the first attempt began. */
export function attemptText(attempt: Attempt, number: string, firstAtMs: number, paint: Paint): string[] {
  const later =
    attempt.startedAtMs > firstAtMs ? `, ${span(attempt.startedAtMs - firstAtMs)} after the first` : '';
  const cold = attempt.coldStart ? ', cold start' : '';
  return [
    `${paint('bold', `Attempt ${number}`)}  ${instant(attempt.startedAtMs)}${later}${cold}`,
    ...received(attempt),
    ...crash(attempt, paint),
    ...outcomeText(attempt, paint),
    ...report(attempt),
    row('', 'request', printable(attempt.requestId ?? 'without an id')),
  ];
}

function received(attempt: Attempt): string[] {
  const { received: line, ending } = attempt;
  if (line === undefined) return [];
  const decision = textField(line, 'decision');
  const action = textField(line, 'action_type');
  const bytes = numberField(line, 'bytes');
  const parts = [
    ...(bytes === undefined ? [] : [`${bytes} bytes`]),
    decision === undefined ? 'no decision' : `decision ${decision}`,
    ...(action === undefined ? [] : [`action ${action}`]),
  ];
  const gate =
    decision === 'workflow' ? 'open' : ending === 'skipped' ? 'shut: only workflow executes' : 'not reached';
  return [row(offsetOf(line, attempt), 'received', printable(parts.join(', '))), row('', 'gate', gate)];
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
