// Owns: asking Python what it thinks of many bodies, in one process.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';

const script = fileURLToPath(new URL('second_opinion.py', import.meta.url));
const schemas = fileURLToPath(new URL('../../../schemas', import.meta.url));

/** @returns a word for each text, in order: see second_opinion.py */
export async function askPython(texts: readonly string[]): Promise<string[]> {
  const python = spawn('python3', [script, schemas], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answered = text(python.stdout);
  for (const one of texts) {
    if (!python.stdin.write(`${JSON.stringify(one)}\n`)) await once(python.stdin, 'drain');
  }
  python.stdin.end();
  const words = (await answered).trimEnd().split('\n');
  if (words.length !== texts.length)
    throw new Error(`Python judged ${words.length} of ${texts.length} bodies`);
  return words;
}
