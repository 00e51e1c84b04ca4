// Owns: the lines of the stored record, its payload values hidden unless they were asked for.
import { printable } from '../shared/printable.ts';
import { deliveryStateOf } from './delivery-state.ts';
import { row } from './row.ts';
import type { Paint } from './paint.ts';
import { isOwnField, measure } from './record.ts';
import type { StoredRecord } from './record.ts';
import { isFound, recordOf } from './story.ts';
import type { Story } from './story.ts';
import { ago, instant } from './times.ts';

export function recordText(story: Story, showsValues: boolean, paint: Paint): string[] {
  const heading = paint('bold', 'Record');
  if (story.record === 'unread') return [`${heading}  could not be read`];
  const record = recordOf(story);
  if (record === undefined) return isFound(story) ? [`${heading}  none stored`] : [];
  const { state, actionType, createdAtMs, leaseUntilMs, expiresAtMs } = record;
  const since = (ms: number): string => `${instant(ms)}, ${ago(ms, story.nowMs)}`;
  const isOver = expiresAtMs !== undefined && expiresAtMs <= story.nowMs;
  return [
    `${heading}  ${printable(`${state}, ${actionType}`)}, written ${since(createdAtMs)}`,
    ...(leaseUntilMs === undefined
      ? []
      : [row('', 'lease', leaseUntilMs === 0 ? 'handed back' : `until ${since(leaseUntilMs)}`)]),
    ...(expiresAtMs === undefined
      ? []
      : [row('', 'expires', `${since(expiresAtMs)}${isOver ? '; it counts as absent' : ''}`)]),
    ...delivery(record, story.nowMs),
    ...fields(record.result, showsValues, paint),
    ...planned(record, showsValues, paint),
    row('', 'fingerprint', printable(record.fingerprint)),
  ];
}

function delivery(record: StoredRecord, nowMs: number): string[] {
  const { state, result, effectAtMs = 0, deliveredAtMs = 0, deliveryUntilMs } = record;
  const when = (ms: number): string => `${instant(ms)} (${ago(ms, nowMs)})`;
  const ifSettled = state === 'pending' ? ', once it is settled' : '';
  const told = (text: string): string => row('', 'delivery', text);
  const unfinished =
    deliveryUntilMs === undefined
      ? []
      : [row('', '', `a try that did not end held it until ${when(deliveryUntilMs)}`)];
  switch (deliveryStateOf(record, nowMs)) {
    case 'delivered':
      return [told(`delivered at ${when(deliveredAtMs)}`)];
    case 'in_progress':
      return [
        told(`in progress, due at ${instant(effectAtMs)}; held until ${when(deliveryUntilMs ?? nowMs)}`),
      ];
    case 'to_come':
      return [told(`to be delivered at ${when(effectAtMs)}${ifSettled}`)];
    case 'due':
    case 'overdue':
      return [told(`was due at ${when(effectAtMs)} and is not delivered`), ...unfinished];
    case 'unrecorded':
      return [
        told(
          `${dueText(result, when)}version 1.0.0 scheduled it, whose schedules publish by themselves: not recorded`,
        ),
      ];
    default:
      return [];
  }
}

function dueText({ due_at: dueAt }: StoredRecord['result'], when: (ms: number) => string): string {
  const dueAtMs = typeof dueAt === 'string' ? Date.parse(dueAt) : Number.NaN;
  return Number.isNaN(dueAtMs) ? '' : `due at ${when(dueAtMs)}; `;
}

function planned({ plannedResult }: StoredRecord, showsValues: boolean, paint: Paint): string[] {
  if (plannedResult === undefined) return [];
  return [
    row('', 'planned', 'this result, once it is settled:'),
    ...fields(plannedResult, showsValues, paint),
  ];
}

function fields(result: StoredRecord['result'], showsValues: boolean, paint: Paint): string[] {
  return Object.entries(result).map(([name, value]) => {
    const isShown = showsValues || isOwnField(result, name);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return row('', printable(name), isShown ? printable(text) : paint('dim', `hidden, ${measure(value)}`));
  });
}
