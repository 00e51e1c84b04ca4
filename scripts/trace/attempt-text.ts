// Owns: the lines of one attempt: received, gate, crash, outcome, and what the platform says of it.
import { printable } from '../shared/printable.ts';
import type { Attempt } from './attempts.ts';
import { numberField, textField } from './lines.ts';
import { outcomeText } from './outcome-text.ts';
import type { Paint } from './paint.ts';
import { row } from './row.ts';
import { crashText, heading, offsetOf, reportText, requestText } from './run-text.ts';

/** The attempt as lines of text, its heading first. `firstAtMs` is when the first attempt began. */
export function attemptText(attempt: Attempt, number: string, firstAtMs: number, paint: Paint): string[] {
  const { startedAtMs, coldStart, crash, report, requestId } = attempt;
  return [
    `${heading(`Attempt ${number}`, startedAtMs, firstAtMs, paint)}${coldStart ? ', cold start' : ''}`,
    ...received(attempt),
    ...(crash === undefined ? [] : crashText(crash, offsetOf(crash, attempt), paint)),
    ...outcomeText(attempt, paint),
    ...reportText(report),
    requestText(requestId),
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
