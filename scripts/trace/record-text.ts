// Owns: the lines of the stored record, its payload values hidden unless they were asked for.
import { printable } from '../local/printable.ts';
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
    ...fields(record, showsValues, paint),
    row('', 'fingerprint', printable(record.fingerprint)),
  ];
}

function fields({ result }: StoredRecord, showsValues: boolean, paint: Paint): string[] {
  return Object.entries(result).map(([name, value]) => {
    const isShown = showsValues || isOwnField(result, name);
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    return row('', printable(name), isShown ? printable(text) : paint('dim', `hidden, ${measure(value)}`));
  });
}
