// Writes rows as the Markdown table that a run prints and the pages show.
import { holds, rowHolds } from './budgets.ts';
import type { Check, Row } from './budgets.ts';
import type { Spread } from './statistics.ts';

/** Three significant digits, and never an exponent. */
function figure(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en', { maximumFractionDigits: Math.min(digits, 4), useGrouping: true });
}

/** `median (quartile–quartile)`, or only the number when it was counted. */
function cell(spread: Spread | undefined, unit: string): string {
  if (!spread) return '–';
  const text = `${figure(spread.median)}${unit && ` ${unit}`}`;
  if (spread.lower === spread.upper) return text;
  return `${text} (${figure(spread.lower)}–${figure(spread.upper)})`;
}

function ratio(row: Row, of: Check['of']): string {
  const found = row.checks.find((check) => check.of === of);
  return found ? cell(found.value, '') : '–';
}

function budget({ of, most, least }: Check, unit: string): string {
  const sign = least === undefined ? '≤' : '≥';
  const limit = least ?? most ?? 0;
  return of === 'value'
    ? `${sign} ${figure(limit)}${unit && ` ${unit}`}`
    : `${sign} ${limit.toFixed(2)} × ${of}`;
}

function verdict(row: Row): string {
  if (row.checks.length === 0) return '–';
  return rowHolds(row) ? 'held' : '**over**';
}

export function table(rows: readonly Row[]): string {
  const head = ['measured', 'floor', 'standard stack', 'ours', '÷ floor', '÷ standard', 'budget', 'verdict'];
  const lines = rows.map((row) => [
    row.measured,
    cell(row.floor, row.unit),
    cell(row.standard, row.unit),
    cell(row.ours, row.unit),
    row.id === 'stored' ? ratio(row, 'empty store') : ratio(row, 'floor'),
    ratio(row, 'standard stack'),
    row.checks.map((check) => budget(check, row.limitUnit ?? row.unit)).join(', ') || '–',
    verdict(row),
  ]);
  return [head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** One line for each comparison that is over, for the end of a red run. */
export function overruns(rows: readonly Row[]): string[] {
  return rows.flatMap((row) =>
    row.checks
      .filter((check) => !holds(check))
      .map(
        (check) => `${row.id}: ${cell(check.value, '')}, budget ${budget(check, row.limitUnit ?? row.unit)}`,
      ),
  );
}
