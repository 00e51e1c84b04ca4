// Owns: the line that says how an attempt ended.
import { failures } from '../../lib/generated/tables.ts';
import { printable } from '../shared/printable.ts';
import type { Attempt, Ending } from './attempts.ts';
import { numberField, textField } from './lines.ts';
import type { LogLine } from './lines.ts';
import type { Colour, Paint } from './paint.ts';
import { idOf } from './record.ts';
import { row } from './row.ts';
import { offsetOf } from './run-text.ts';
import { span } from './times.ts';

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

export function outcomeText(attempt: Attempt, paint: Paint): string[] {
  const { outcome: line, ending } = attempt;
  const coloured = (label: string): string => paint(colours[ending], label);
  if (line === undefined) {
    return ending === 'unfinished' ? [row('', 'no end', 'no outcome was logged', coloured)] : [];
  }
  const code = textField(line, 'error_code');
  const label = ending === 'conflict' ? 'refused' : ending === 'crashed' ? 'failed' : ending;
  const again = line.fields['retryable'] === true ? ', retryable' : '';
  const cause = textField(line, 'cause');
  const parts = [
    ...(code === undefined ? [] : [`${code} (${numberField(line, 'http_status') ?? 'no status'}${again})`]),
    ...(code === undefined && ending !== 'skipped'
      ? [idOf(line.fields) ?? textField(line, 'action_type') ?? 'done']
      : []),
    ...(cause === undefined ? [] : [`because of ${cause}`]),
    ...took(line),
  ];
  return [
    row(offsetOf(line, attempt), label, printable(parts.join(', ')), coloured),
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

/** What the caller was told, in the words of the contract's error table. */
function meaningOf(code: string): string {
  return (
    Object.entries(failures).find(([name]) => name === code)?.[1].message ??
    'a code that this version does not know'
  );
}
