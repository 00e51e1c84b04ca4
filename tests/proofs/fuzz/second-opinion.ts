// Asks an implementation in Python for the outcome of many bodies, in one process, and compares it with the service's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('second_opinion.py', import.meta.url));
const schemas = fileURLToPath(new URL('../../../schemas', import.meta.url));

/** Outcomes of a request of which Python knows only that its times have the right form, besides what it would be otherwise. */
const refusedForTimes = [
  'refused invalid_time',
  'refused reminder_time_in_past',
  'refused invalid_meeting_window',
];

/** @returns for each text, in order, what second_opinion.py says of it */
export async function askPython(texts: readonly string[]): Promise<string[]> {
  const python = spawn('python3', [script, schemas], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answered = text(python.stdout);
  for (const one of texts) {
    if (!python.stdin.write(`${JSON.stringify(one)}\n`)) await once(python.stdin, 'drain');
  }
  python.stdin.end();
  const opinions = (await answered).trimEnd().split('\n');
  if (opinions.length !== texts.length)
    throw new Error(`Python answered ${opinions.length} of ${texts.length} bodies`);
  return opinions;
}

/** @returns how Python and the service differ, if they do */
export function differenceOf(python: string, service: string): string | undefined {
  if (python === service || python === 'too deep for Python') return undefined;
  const [, otherwise] = /^(accepted|planned) but for times$/.exec(python) ?? [];
  if (otherwise !== undefined && [otherwise, ...refusedForTimes].includes(service)) return undefined;
  const outcomes = [python, service].map((opinion) => opinion.split(' ')[0]);
  const codes = [python, service].flatMap((opinion) => /^refused (.*)/.exec(opinion)?.[1] ?? []);
  return `Python says ${outcomes.join(', the service ')} (${codes.join(' against ') || 'no code'})`;
}
