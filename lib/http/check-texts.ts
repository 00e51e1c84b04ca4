// Checks the strings of a JSON text as they are written: one that a later member of the same name replaces is not in the parsed value.

/** Only such a text can hold what is looked for. */
const suspicious = /\\u|__proto__/;
const strings = /("(?:[^"\\]|\\.)*")(\s*:)?/g;

export type TextFault = 'forbidden key' | 'lone surrogate';

/** A name that is `__proto__`, or half a surrogate pair by an escape, if there is one. @param text valid JSON */
export function findTextFault(text: string): TextFault | undefined {
  if (!suspicious.test(text)) return undefined;
  for (const [, literal = '', colon] of text.matchAll(strings)) {
    const value = JSON.parse(literal) as string;
    if (colon !== undefined && value === '__proto__') return 'forbidden key';
    if (!value.isWellFormed()) return 'lone surrogate';
  }
  return undefined;
}
