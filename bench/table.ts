// Writes rows as a table in Markdown, and what is over budget as lines.
import { table as markdownTable } from '../scripts/generate/markdown.ts';
import { holds, rowHolds, type Base, type Check, type Row } from './rows.ts';
import type { Spread } from './statistics.ts';

const bases: Readonly<Record<Base, string>> = {
  floor: 'floor',
  standard: 'standard stack',
  emptyStore: 'empty store',
  fewExecutions: 'that after 5,000',
  without: 'that without it',
};

/** Three significant digits, and never an exponent. */
function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 4), useGrouping: true });
}

/** `median (quartile–quartile)`, or only the number where it was counted. */
function cell(spread: Spread | undefined, unit = ''): string {
  if (!spread) return '–';
  const text = `${figure(spread.median)}${unit && ` ${unit}`}`;
  if (spread.lower === spread.upper) return text;
  return `${text} (${figure(spread.lower)}–${figure(spread.upper)})`;
}

function budget({ of, most, least }: Check, unit: string): string {
  const sign = least === undefined ? '≤' : '≥';
  const limit = least ?? most ?? Number.NaN;
  return of === 'value'
    ? `${sign} ${figure(limit)}${unit && ` ${unit}`}`
    : `${sign} ${limit.toFixed(2)} × ${bases[of]}`;
}

function cells(row: Row): string[] {
  const { measured, unit, spreads, checks } = row;
  const toStandard = checks.find(({ of }) => of === 'standard');
  // To the floor, or to the only other base of the row.
  const toBase = checks.find(({ of }) => of !== 'standard' && of !== 'value');
  const result = rowHolds(row) ? 'held' : '**over**';
  return [
    measured,
    ...[spreads.floor, spreads.standard, spreads.ours].map((spread) => cell(spread, unit)),
    cell(toBase?.value),
    cell(toStandard?.value),
    checks.map((check) => budget(check, unit)).join(', ') || '–',
    checks.length === 0 ? '–' : result,
  ];
}

export function table(rows: readonly Row[]): string {
  const head = [
    'measured',
    'floor',
    'standard stack',
    'this service',
    '÷ floor',
    '÷ standard',
    'budget',
    'result',
  ];
  return markdownTable(head, rows.map(cells));
}

/** One line for each comparison that is over its budget. */
export function overruns(rows: readonly Row[]): string[] {
  return rows.flatMap(({ measured, unit, checks }) =>
    checks
      .filter((check) => !holds(check))
      .map((check) => `${measured}: ${cell(check.value)}, budget ${budget(check, unit)}`),
  );
}
