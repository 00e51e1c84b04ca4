// Owns: the story as one screen of text. Leaves an attempt's lines to attempt-text.ts, the record's to record-text.ts, a delivery's to delivery-text.ts.
import { printable } from '../shared/printable.ts';
import type { Attempt } from './attempts.ts';
import { attemptText } from './attempt-text.ts';
import type { DeliveryTry } from './deliveries.ts';
import { deliveryText } from './delivery-text.ts';
import type { LogLine } from './lines.ts';
import type { Paint } from './paint.ts';
import { recordText } from './record-text.ts';
import { isFound } from './story.ts';
import type { Story } from './story.ts';
import { instant } from './times.ts';
import { nextStepOf, verdictOf } from './verdict.ts';

// More attempts, or tries to deliver, than this do not fit a screen.
const runsShown = 3;

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

interface Chapter {
  readonly atMs: number;
  readonly texts: readonly (readonly string[])[];
}

function chapters({ attempts, deliveries, events }: Story, paint: Paint): (readonly string[])[] {
  const firstAtMs = attempts[0]?.startedAtMs ?? 0;
  const attempt = (one: Attempt, index: number): string[] =>
    attemptText(one, `${index + 1} of ${attempts.length}`, firstAtMs, paint);
  const delivery = (_: DeliveryTry, index: number): string[] => deliveryText(deliveries, index, paint);
  return [
    ...runs(attempts, 'executed', attempt),
    ...runs(deliveries, 'delivered', delivery),
    ...events.map(({ atMs, line }) => ({ atMs, texts: [[eventText(atMs, line, paint)]] })),
  ]
    .toSorted((one, other) => one.atMs - other.atMs)
    .flatMap(({ texts }) => texts);
}

function runs<Run extends Attempt | DeliveryTry>(
  all: readonly Run[],
  achieved: Run['ending'],
  told: (run: Run, index: number) => string[],
): Chapter[] {
  const kept = keptRuns(all, achieved);
  return kept.flatMap((index, place) => {
    const run = all[index];
    if (run === undefined) return [];
    const skipped = all.slice((kept[place - 1] ?? -1) + 1, index);
    return [{ atMs: run.startedAtMs, texts: [...skippedText(skipped), told(run, index)] }];
  });
}

/** Which are told: all that fit a screen, else the first, the one that achieved what was wanted, and the last. */
function keptRuns<Run extends Attempt | DeliveryTry>(all: readonly Run[], achieved: Run['ending']): number[] {
  const indices = [...all.keys()];
  if (indices.length <= runsShown) return indices;
  const first = all.findIndex(({ ending }) => ending === achieved);
  return [...new Set([0, Math.max(first, 0), indices.length - 1])];
}

function skippedText(skipped: readonly (Attempt | DeliveryTry)[]): string[][] {
  if (skipped.length === 0) return [];
  const groups = Map.groupBy(skipped, ({ ending }) => ending.replace('_', ' '));
  const endings = [...groups].map(([ending, { length }]) => `${length} ${ending}`).join(', ');
  return [[`… ${skipped.length} more: ${endings}; --json tells them all`]];
}

function eventText(atMs: number, line: LogLine, paint: Paint): string {
  return `${paint('bold', 'Beside')}  ${instant(atMs)}, ${printable(line.message)}`;
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
