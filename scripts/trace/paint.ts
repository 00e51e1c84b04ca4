// Owns: colour, for terminals that want it.
import { styleText } from 'node:util';

export type Colour = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';
export type Paint = (colour: Colour, text: string) => string;

/** Colours on a terminal only, and not when NO_COLOR is set (no-color.org) or the terminal is a dumb one. */
export function painter(isTerminal: boolean, environment: NodeJS.ProcessEnv): Paint {
  const isPlain = !isTerminal || (environment['NO_COLOR'] ?? '') !== '' || environment['TERM'] === 'dumb';
  return isPlain ? (_, text) => text : (colour, text) => styleText(colour, text, { validateStream: false });
}
