// Cuts text that comes in pieces into lines that end with "\n". node:readline also ends lines at U+2028 and U+2029
// (nodejs/node#22448), which JSON.stringify leaves as they are within a string of the log.

import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';

export type LineSplitter = {
  /** The lines that end in this piece, without their "\n". */
  write(piece: string | Uint8Array): string[];
  /** The last line, if the text did not end with "\n". */
  end(): string[];
};

/** Keeps no more than the line that has not ended yet. Bytes are read as UTF-8, wherever they are cut. */
export function lineSplitter(): LineSplitter {
  const decoder = new StringDecoder('utf8');
  let unended = '';
  return {
    write: (piece) => {
      const text = typeof piece === 'string' ? piece : decoder.write(piece);
      // Only the new piece is searched: the time for a long line grows with its length, not with its square.
      const end = text.lastIndexOf('\n');
      const lines = end === -1 ? [] : (unended + text.slice(0, end)).split('\n');
      unended = end === -1 ? unended + text : text.slice(end + 1);
      return lines;
    },
    end: () => {
      const last = unended + decoder.end();
      unended = '';
      return last === '' ? [] : [last];
    },
  };
}

/** Every line of `stream`. A reader that stops early leaves the stream open, since closing a pipe would end its writer. */
export async function* readLines(stream: Readable): AsyncGenerator<string, void, undefined> {
  const splitter = lineSplitter();
  const pieces = stream.iterator({ destroyOnReturn: false }) as AsyncIterable<string | Buffer>;
  for await (const piece of pieces) yield* splitter.write(piece);
  yield* splitter.end();
}
