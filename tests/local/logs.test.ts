import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { afterAll, expect, test } from '@jest/globals';
import { openLogs } from '../../scripts/local/logs.ts';
import { readRung } from '../../scripts/local/ring.ts';

const folder = mkdtempSync(join(tmpdir(), 'logs-'));
const file = join(folder, 'log.jsonl');
afterAll(() => rmSync(folder, { recursive: true }));

/** What one run of the server leaves in the log and says, when the function writes these pieces. */
async function log(before: string, ...pieces: readonly (string | Buffer)[]) {
  writeFileSync(file, before);
  const output = new PassThrough();
  const logs = openLogs({ file, output, common: {} });
  const stream = new PassThrough();
  logs.follow(stream, 'stdout');
  for (const piece of pieces) stream.write(piece);
  const ended = text(output);
  stream.end();
  await new Promise((resolve) => stream.once('end', resolve));
  logs.close();
  output.end();
  return { kept: readFileSync(file, 'utf8'), said: await ended };
}

test('a line with characters that other readers end lines at is one line, and stays as it was written', async () => {
  const line = `${JSON.stringify({ decision: 'respond\u2028now\u2029\u0085😀' })}\n`;
  const bytes = Buffer.from(line);
  const cut = bytes.indexOf(Buffer.from('😀')) + 2;
  expect(await log('', bytes.subarray(0, cut), bytes.subarray(cut))).toEqual({ kept: line, said: line });
});

test('a last line without its end is a line', async () => {
  expect((await log('', '{"a":1}\n{"a":2}')).kept).toBe('{"a":1}\n{"a":2}\n');
});

test('a line that was cut short by the end of a process before does not take the next one with it', async () => {
  expect((await log('{"a":1}\n{"a', '{"a":2}\n')).kept).toBe('{"a":1}\n{"a\n{"a":2}\n');
});

test('of a schedule from before the log tells whether it rang, whatever stands in other lines', () => {
  const rang = { message: 'REMINDER_DUE', reminder_id: 'reminder_\u2028a', due_at: '2031-04-01T09:30:00Z' };
  const schedule = (reminder_id: string) => ({
    group: 'g',
    name: 'n',
    at: 0,
    clientToken: 't',
    input: JSON.stringify({ reminder_id, due_at: rang.due_at, message: 'Call' }),
  });
  writeFileSync(file, 'no JSON, and it names REMINDER_DUE\n');
  // More than one piece of the file, of characters of which one stands over the end of a piece.
  appendFileSync(file, `${JSON.stringify({ text: `a${'é'.repeat(100_000)}` })}\n`);
  appendFileSync(file, JSON.stringify(rang));
  const hasRung = readRung(file);
  expect([hasRung(schedule(rang.reminder_id)), hasRung(schedule('reminder_b'))]).toEqual([true, false]);
});
