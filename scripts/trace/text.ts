// Owns: the story as one screen of text. Leaves an attempt's lines to attempt-text.ts, the record's to record-text.ts.
import { printable } from '../local/printable.ts';
import type { Attempt } from './attempts.ts';
import { attemptText } from './attempt-text.ts';
import { instant } from './times.ts';
import { textField } from './lines.ts';
import type { LogLine } from './lines.ts';
import type { Paint } from './paint.ts';
import { recordText } from './record-text.ts';
import { isFound } from './story.ts';
import type { Story } from './story.ts';
import { nextStepOf, verdictOf } from './verdict.ts';

// More attempts than this do not fit a screen.
const attemptsShown = 3;

export function storyText(story: Story, showsValues: boolean, paint: Paint): string {
  const found = isFound(story);
  const [headline = '', ...more] = found ? verdictOf(story) : [`Nothing was found about ${story.traceId}.`];
  const next = found ? nextStepOf(story) : undefined;
  const blocks = [
    [paint('bold', printable(headline)), ...more.map(printable)],
    ...chapters(story, paint),
    recordText(story, showsValues, paint),
    next === undefined ? [] : [`${paint('bold', 'Next')}  ${next}`],
    places(story, paint),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function chapters(story: Story, paint: Paint): string[][] {
  const { attempts, events } = story;
  const firstAtMs = attempts[0]?.startedAtMs ?? 0;
  const kept = keptAttempts(attempts);
  const told = kept.map((index, place) => {
    const attempt = attempts[index];
    const skipped = attempts.slice((kept[place - 1] ?? -1) + 1, index);
    const number = `${index + 1} of ${attempts.length}`;
    const text = attempt === undefined ? [] : attemptText(attempt, number, firstAtMs, paint);
    return { atMs: attempt?.startedAtMs ?? 0, texts: [...skippedText(skipped), text] };
  });
  const rings = events.map(({ atMs, line }) => ({ atMs, texts: [[eventText(atMs, line, paint)]] }));
  return [...told, ...rings].toSorted((one, other) => one.atMs - other.atMs).flatMap(({ texts }) => texts);
}

/** Which attempts are told: all that fit a screen, else the first, the one that executed, and the last. */
function keptAttempts(attempts: readonly Attempt[]): number[] {
  const all = [...attempts.keys()];
  if (all.length <= attemptsShown) return all;
  const executed = attempts.findIndex(({ ending }) => ending === 'executed');
  return [...new Set([0, Math.max(executed, 0), all.length - 1])];
}

function skippedText(attempts: readonly Attempt[]): string[][] {
  if (attempts.length === 0) return [];
  const groups = Map.groupBy(attempts, ({ ending }) => ending);
  const endings = [...groups].map(([ending, { length }]) => `${length} ${ending}`).join(', ');
  return [[`… ${attempts.length} more: ${endings}; --json tells them all`]];
}

function eventText(atMs: number, line: LogLine, paint: Paint): string {
  const isRing = line.message === 'REMINDER_DUE';
  const name = isRing ? `${textField(line, 'reminder_id') ?? 'the reminder'} rang` : line.message;
  const late = line.fields['late'] === true ? ', late' : '';
  return `${paint('bold', isRing ? 'Reminder' : 'Beside')}  ${instant(atMs)}, ${printable(name)}${late}`;
}

function places(story: Story, paint: Paint): string[] {
  const listed = (name: string, texts: readonly string[]): string[] =>
    texts.map((text, index) => `${paint('bold', (index === 0 ? name : '').padEnd(9))}  ${text}`);
  return [
    ...listed('Looked in', story.lookedIn),
    ...listed('Try', isFound(story) ? [] : story.hints),
    ...story.links.flatMap(({ name, url }) => listed(name, [url])),
  ];
}
