// Owns: telling that an answer is awaited, on stderr: a line that moves on a terminal, a single line elsewhere.
import { span } from './times.ts';
import type { World } from './world.ts';

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
const eraseLine = '\r\u{1b}[2K';

/** Says what is awaited until the function that it returns is called. */
export function waitingFor(text: string, { stderr, now, environment }: World): () => void {
  if (!stderr.isTTY || environment['TERM'] === 'dumb') {
    stderr.write(`${text} …\n`);
    return () => undefined;
  }
  const sinceMs = now();
  let frame = 0;
  const draw = (): void => {
    const waited = Math.floor((now() - sinceMs) / 1000);
    stderr.write(
      `${eraseLine}${frames[frame++ % frames.length] ?? ''} ${text}${waited > 0 ? `, ${span(waited * 1000)}` : ''} …`,
    );
  };
  draw();
  const timer = setInterval(draw, frameMs);
  return () => {
    clearInterval(timer);
    stderr.write(eraseLine);
  };
}
