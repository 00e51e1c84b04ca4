import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { lineSplitter, readLines } from '../../scripts/local/lines.ts';

async function linesOf(stream: Readable): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(stream)) lines.push(line);
  return lines;
}

/** Text of whole code points, with many characters that other readers take for the end of a line. */
const line = fc
  .array(
    fc.oneof(
      fc.constantFrom('\r', '\u000b', '\u000c', '\u001c', '\u0085', '\u2028', '\u2029', '😀', '{', ' '),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
  )
  .map((parts) => parts.join('').replaceAll('\n', ''));

const sizes = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 });

test('only "\\n" ends a line, wherever the bytes are cut into pieces', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(line), sizes, async (lines, sizes) => {
      const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += pieces.at(-1)?.length ?? 0)
        pieces.push(bytes.subarray(at, at + (sizes[pieces.length % sizes.length] ?? 1)));
      expect(await linesOf(Readable.from(pieces, { objectMode: false }))).toEqual(lines);
    }),
  );
});

test('pieces that are text already give the same lines', async () => {
  const stream = Readable.from([Buffer.from('a\u2028'), Buffer.from('b\nc')], { objectMode: false });
  expect(await linesOf(stream.setEncoding('utf8'))).toEqual(['a\u2028b', 'c']);
});

test('a last line without "\\n" is a line, also when it ends within a character', () => {
  const splitter = lineSplitter();
  expect(splitter.write(Buffer.from('one\n\ntwo 😀').subarray(0, -2))).toEqual(['one', '']);
  expect(splitter.end()).toEqual(['two \ufffd']);
  expect(splitter.end()).toEqual([]);
});

test('a line of 64 MB in pieces of 64 KB is read in a time that grows with its length', () => {
  const splitter = lineSplitter();
  const piece = 'x'.repeat(1 << 16);
  const startedAt = performance.now();
  for (let count = 0; count < 1024; count += 1) expect(splitter.write(piece)).toEqual([]);
  expect(splitter.write('\n')[0]).toHaveLength(1 << 26);
  // This takes less than a second; a reader that searches the whole line again for each piece takes a minute.
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});

test('a program keeps running when only its first line is read', async () => {
  const script = `process.stdout.write('ready\\n' + 'x'.repeat(1 << 20), () => process.exit(7))`;
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const first of readLines(child.stdout)) {
    expect(first).toBe('ready');
    break;
  }
  child.stdout.resume();
  expect(await ended).toEqual([7, null]);
});
