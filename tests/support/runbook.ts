// Reads RUNBOOK.md for the test that compares it with the code: entries, table rows, figures and code spans.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const runbook = readFileSync(join(import.meta.dirname, '../../RUNBOOK.md'), 'utf8');

/** The text under a heading, up to the next heading of any depth. */
export function entry(heading: string): string {
  const [, text] = new RegExp(`^##+ ${heading}$([\\s\\S]*?)(?=^##|(?![\\s\\S]))`, 'm').exec(runbook) ?? [];
  if (text === undefined) throw new Error(`the runbook has no heading ${heading}`);
  return text;
}

/** The cells of the row whose first cell begins with `name`, without that cell. */
export function cells(heading: string, name: string): string[] {
  const rows = entry(heading)
    .split('\n')
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|')));
  const row = rows.find(([, first]) => first?.startsWith(name) === true);
  if (row === undefined) throw new Error(`${heading} has no row ${name}`);
  return row.slice(2, -1);
}

/** The text of a row of two cells. */
export function row(heading: string, name: string): string {
  return cells(heading, name).join(' ');
}

const words = ['zero', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const figure = new RegExp(`\\b(?:\\d[\\d,]*(?:\\.\\d+)?|${words.join('|')}|hundred)\\b`, 'gi');

/** The numbers of a text in their order, written as figures or as words. */
export function figures(text: string): number[] {
  return [...text.matchAll(figure)].map(([found]) => {
    const word = words.indexOf(found.toLowerCase());
    if (word >= 0) return word;
    return found.toLowerCase() === 'hundred' ? 100 : Number(found.replaceAll(',', ''));
  });
}

/** What is written as code and has this form, each once. */
export function spans(form: RegExp, text = runbook): string[] {
  const all = [...text.matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span);
  return [...new Set(all.filter((span) => form.test(span)))];
}

export function headings(): string[] {
  return [...runbook.matchAll(/^##+ (.+)$/gm)].map(([, heading = '']) => heading);
}
