// Owns: colour, for terminals that want it, and text made safe to print. Nothing else writes an escape sequence.
import { styleText } from 'node:util';

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Paint = (colour: Colour, text: string) => string;

/** Colours on a terminal only, and not when NO_COLOR is set (no-color.org) or the terminal is a dumb one. */
export function painter(isTerminal: boolean, environment: NodeJS.ProcessEnv): Paint {
  const isPlain = !isTerminal || (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return isPlain ? (_, text) => text : (colour, text) => styleText(colour, text, { validateStream: false });
}

/** Text of others with control and direction characters written out, so that it cannot move the cursor. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) => {
    return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
  });
}
