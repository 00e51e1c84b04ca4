import { linkSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from '@jest/globals';
import { openLogFile, readLogFiles } from '../../scripts/local/log-files.ts';
import { openLogs } from '../../scripts/local/logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'logs-'));
const file = join(folder, 'log.jsonl');
afterAll(() => rmSync(folder, { recursive: true }));

/** What one run of the server writes to the log file and to stdout, when the function writes these pieces. */
async function log(before: string, ...pieces: readonly (string | Buffer)[]) {
  writeFileSync(file, before);
  const output = new PassThrough();
  const logs = openLogs({ file, output, common: {} });
  const printed = logs.openOutput('stdout');
  for (const piece of pieces) printed.write(Buffer.from(piece));
  const ended = text(output);
  printed.end();
  logs.close();
  output.end();
  return { kept: readFileSync(file, 'utf8'), said: await ended };
}

async function linesOf(path: string): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLogFiles(path) ?? []) lines.push(line);
  return lines;
}

test('a line with characters at which other readers end a line stays one line, unchanged', async () => {
  const line = `${JSON.stringify({ decision: 'respond\u2028now\u2029\u0085😀' })}\n`;
  const bytes = Buffer.from(line);
  const cut = bytes.indexOf(Buffer.from('😀')) + 2;
  expect(await log('', bytes.subarray(0, cut), bytes.subarray(cut))).toEqual({ kept: line, said: line });
});

test('a last line without "\\n" is a line', async () => {
  expect((await log('', '{"a":1}\n{"a":2}')).kept).toBe('{"a":1}\n{"a":2}\n');
});

test('a line that a killed process left incomplete does not spoil the next one', async () => {
  expect((await log('{"a":1}\n{"a', '{"a":2}\n')).kept).toBe('{"a":1}\n{"a\n{"a":2}\n');
});

test('a log of the maximum size is rotated at the next line; the oldest file is dropped, and no line is cut or lost', async () => {
  const place = mkdtempSync(join(folder, 'put-aside-'));
  const path = join(place, 'log.jsonl');
  const output = new PassThrough();
  const said = text(output);
  const logs = openLogs({ file: path, output, common: {}, maxBytes: 1_000 });
  for (let number = 0; number < 100; number += 1) logs.write({ level: 'INFO', message: 'LINE', number });
  logs.close();
  output.end();
  const seen = (await said).trimEnd().split('\n');
  expect(readdirSync(place).toSorted()).toEqual(['log.1.jsonl', 'log.jsonl']);
  for (const part of readdirSync(place)) expect(statSync(join(place, part)).size).toBeLessThan(1_000 + 200);
  const kept = await linesOf(path);
  expect(kept.length).toBeGreaterThan(8);
  expect(kept).toEqual(seen.slice(-kept.length));
  expect(seen).toHaveLength(100);
});

test('a log that is over its maximum size when it is opened is rotated as it is', () => {
  const path = join(mkdtempSync(join(folder, 'over-')), 'log.jsonl');
  writeFileSync(path, `${'x'.repeat(2_000)}\n`);
  const logs = openLogs({ file: path, output: new PassThrough().resume(), common: {}, maxBytes: 1_000 });
  logs.write({ message: 'LINE' });
  logs.close();
  expect(readFileSync(path.replace('.jsonl', '.1.jsonl'), 'utf8')).toBe(`${'x'.repeat(2_000)}\n`);
  expect(readFileSync(path, 'utf8')).toContain('LINE');
});

test('a log that is rotated while it is read is read to its last line, each line once', async () => {
  const path = join(mkdtempSync(join(folder, 'read-')), 'log.jsonl');
  const log = openLogFile(path, 1);
  for (const line of ['one', 'two']) log.append(`${line}\n`);
  const lines = readLogFiles(path);
  const read = [(await lines?.next())?.value];
  for (const line of ['three', 'four', 'five']) log.append(`${line}\n`);
  for await (const line of lines ?? []) read.push(line);
  log.close();
  expect(read).toEqual(['one', 'two']);
  expect(await linesOf(path)).toEqual(['four', 'five']);
});

test('a log that was rotated while it was opened is read once', async () => {
  const path = join(mkdtempSync(join(folder, 'linked-')), 'log.jsonl');
  writeFileSync(path, 'one\n');
  linkSync(path, path.replace('.jsonl', '.1.jsonl'));
  expect(await linesOf(path)).toEqual(['one']);
});

test('without a log there is nothing to read', () => {
  expect(readLogFiles(join(folder, 'nowhere', 'log.jsonl'))).toBeUndefined();
});
