// Prints the summary of a proof: what it ran, and what it found wrong.
import { writeSync } from 'node:fs';

const maxShown = 20;

/** Straight to the terminal: the streams of the process may be watched. */
export function report(what: string, wrong: readonly string[]): void {
  const shown = wrong.slice(0, maxShown).map((line) => `\n  ${line}`);
  writeSync(2, `${what}; ${wrong.length} wrong${shown.join('')}\n`);
}
