// Reads RUNBOOK.md for the tests that compare it with the code: entries, their items, figures, queries and code spans.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const runbook = readFileSync(join(import.meta.dirname, '../../RUNBOOK.md'), 'utf8');

/** The text under a heading, up to the next heading of any depth. */
export function entry(heading: string): string {
  const [, text] = new RegExp(`^##+ ${heading}$([\\s\\S]*?)(?=^##|(?![\\s\\S]))`, 'm').exec(runbook) ?? [];
  if (text === undefined) throw new Error(`the runbook has no heading ${heading}`);
  return text;
}

/** The text of the item of an entry that begins with `lead` in bold: `- **Do:** …`, up to the next item. */
export function item(heading: string, lead: string): string {
  const [, ...items] = entry(heading).split(/^- (?=\*\*)/m);
  const text = items.find((one) => one.startsWith(`**${lead}`));
  if (text === undefined) throw new Error(`${heading} has no item ${lead}`);
  return oneLine(text.slice(text.indexOf(':**') + 3));
}

/** What an alarm's entry says before its items: the severity in bold, and what the alarm means. */
export function opening(heading: string): { readonly severity: string; readonly meaning: string } {
  const [, severity = '', meaning = ''] =
    /^\s*\*\*(SEV.*?)\.\*\*([\s\S]*?)(?=^- )/m.exec(entry(heading)) ?? [];
  return { severity: oneLine(severity), meaning: oneLine(meaning) };
}

/** The blocks of the page in a language; '' is a block without one, which holds queries. */
export function blocks(language: '' | 'sh'): string[] {
  const all = [...runbook.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```$/gm)];
  return all.flatMap(([, named, text = '']) => (named === language ? [text] : []));
}

/** The queries of the page for Logs Insights: code of a line, or in blocks. */
export function queries(): string[] {
  const inBlocks = blocks('').flatMap((text) => text.split(/^(?= *filter )/m).map(oneLine));
  return [...spans(/^filter /), ...inBlocks.filter((text) => text.startsWith('filter '))];
}

/** Without line breaks: where a line wraps means nothing. */
export function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
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
