// Owns: what an attempt and a try to deliver have in common as lines of text: their heading, a crash, the platform's report.
import { printable } from '../shared/printable.ts';
import { isObject, thrown } from './lines.ts';
import type { LogLine } from './lines.ts';
import type { Paint } from './paint.ts';
import type { LambdaReport } from './reports.ts';
import { row } from './row.ts';
import { instant, span } from './times.ts';

const stackLinesShown = 3;

/** `Attempt 2 of 3  2026-11-22 16:04:40.000 UTC, 2 min 29 s after the first` */
export function heading(name: string, atMs: number, firstAtMs: number, paint: Paint): string {
  const later = atMs > firstAtMs ? `, ${span(atMs - firstAtMs)} after the first` : '';
  return `${paint('bold', name)}  ${instant(atMs)}${later}`;
}

/** How long after the beginning of its run a line was written. */
export function offsetOf(line: LogLine, { startedAtMs }: { readonly startedAtMs: number }): string {
  return `+${span(line.atMs - startedAtMs)}`;
}

export function crashText(line: LogLine, offset: string, paint: Paint): string[] {
  const { error } = line.fields;
  const { name, message } = thrown(error);
  const stack = isObject(error) && typeof error['stack'] === 'string' ? error['stack'].split('\n') : [];
  const places = stack.filter((place) => place.trimStart().startsWith('at ')).slice(0, stackLinesShown);
  return [
    row(offset, 'crashed', printable(`${name || 'Error'}: ${message}`), (label) => paint('red', label)),
    ...places.map((place) => row('', '', paint('dim', printable(place.trim())))),
  ];
}

/** @param expected the status that says nothing new, and is left out */
export function reportText(said: LambdaReport | undefined, expected?: string): string[] {
  if (said === undefined) return [];
  const parts = [
    ...(said.status === expected ? [] : [said.status]),
    ...(said.durationMs === undefined ? [] : [`ran ${span(said.durationMs)}`]),
    ...(said.initMs === undefined ? [] : [`started in ${span(said.initMs)}`]),
    ...(said.memoryUsedMb === undefined ? [] : [`used ${said.memoryUsedMb} of ${said.memoryMb ?? '?'} MB`]),
  ];
  return parts.length === 0 ? [] : [row('', 'runtime', printable(parts.join(', ')))];
}

export function requestText(requestId: string | undefined): string {
  return row('', 'request', printable(requestId ?? 'without an id'));
}
