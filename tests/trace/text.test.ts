// Owns: the story's text in the states that take long to bring about: claims, refusals for good, expiry; and its colours.
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { readLine, sortedByTime } from '../../scripts/trace/lines.ts';
import { painter } from '../../scripts/trace/paint.ts';
import { readRecord } from '../../scripts/trace/record.ts';
import { tell } from '../../scripts/trace/story.ts';
import { storyText } from '../../scripts/trace/text.ts';
import { ago, span } from '../../scripts/trace/times.ts';
import { executed, failed, item, received, replayed } from './log-lines.ts';
import type { Line } from './log-lines.ts';

const nowMs = Date.parse('2026-11-22T16:05:00.000Z');
const reminder = { action_type: { S: 'reminder' }, execution_result: { S: '' } };

function text(lines: readonly Line[], stored?: ReturnType<typeof item>, paint = painter(false, {})): string {
  const read = sortedByTime(lines.flatMap((fields) => readLine(JSON.stringify(fields), 'task-001') ?? []));
  const record = stored === undefined ? undefined : readRecord(stored);
  const nothing = {
    reports: [],
    place: 'here',
    lookedIn: ['here'],
    hints: [],
    faults: [],
    links: [],
    deadLetterQueue: undefined,
  };
  return storyText(tell('task-001', { lines: read, record, ...nothing }, nowMs), false, paint);
}

/** The headline, the record's lines and the next step: what a claim changes. */
function parts(told: string): string[] {
  const [headline = '', ...blocks] = told.split('\n\n');
  return [headline, ...blocks.filter((block) => /^(Record|Next)/u.test(block))];
}

test('a live claim is told with how long to wait', () => {
  const claimed = item({ ...reminder, state: { S: 'pending' }, lease_until: { N: String(nowMs + 7500) } });
  expect(parts(text([received('16:04:55.500', 1)], claimed))).toEqual([
    'task-001 was begun 2 min 49 s ago and is not settled.\nOne attempt has no outcome.',
    `Record  pending, reminder, written 2026-11-22 16:02:11.131 UTC, 2 min 49 s ago
              lease         until 2026-11-22 16:05:07.500 UTC, in 7.5 s
              fingerprint   2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`,
    'Next  wait: an attempt may hold it until 2026-11-22 16:05:07.500 UTC.',
  ]);
});

test('a claim that was handed back is told as one that the next attempt takes over', () => {
  const handedBack = item({ ...reminder, state: { S: 'pending' }, lease_until: { N: '0' } });
  const unavailable = failed('16:02:12.000', 1, {
    error_code: 'adapter_unavailable',
    http_status: 503,
    retryable: true,
    cause: 'ThrottlingException',
    store_calls: 2,
  });
  const told = text([received('16:02:11.120', 1), unavailable], handedBack);
  expect(told).toContain(
    '     +880 ms  failed        adapter_unavailable (503, retryable), because of ThrottlingException, took 0.8 ms, 2 calls to the store\n',
  );
  expect(parts(told)).toEqual([
    'task-001 was begun 2 min 49 s ago and is not settled.\nOne attempt failed.',
    `Record  pending, reminder, written 2026-11-22 16:02:11.131 UTC, 2 min 49 s ago
              lease         handed back
              fingerprint   2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`,
    'Next  send the same request again with the same trace_id; nobody holds it any more, and it executes at most once.',
  ]);
});

test('a refusal for good is told with the words that were stored, and so is its replay', () => {
  const words = 'the outside system refused this action for good';
  const refused = item({
    action_type: { S: 'reminder' },
    state: { S: 'failed' },
    execution_result: {
      S: `{"success":false,"error_code":"adapter_rejected","message":"${words}","retryable":false}`,
    },
  });
  const how = { error_code: 'adapter_rejected', http_status: 502, task_id: undefined };
  const told = text([received('16:04:00.000', 2), replayed('16:04:00.002', 2, how)], refused);
  expect(told).toContain(
    `       +2 ms  replayed      adapter_rejected (502), took 3.1 ms, 1 call to the store\n                            ${words}\n`,
  );
  expect(parts(told)).toEqual([
    'task-001 was refused for good by the outside system, 2 min 49 s ago.\nThe stored answer was given again once.',
    `Record  failed, reminder, written 2026-11-22 16:02:11.131 UTC, 2 min 49 s ago
              success       false
              error_code    adapter_rejected
              message       ${words}
              retryable     false
              fingerprint   2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`,
    'Next  find out why the outside system refused; another try needs another trace_id.',
  ]);
});

test('an expired record is told as one that counts as absent', () => {
  const told = text([executed('16:02:11.133', 1)], item({ expires_at: { N: String(nowMs / 1000 - 60) } }));
  expect(told).toContain('expires       2026-11-22 16:04:00.000 UTC, 1 min ago; it counts as absent\n');
});

test('an execution in the log that the table does not hold is told as such', () => {
  expect(parts(text([received('16:02:11.120', 1), executed('16:02:11.133', 1)]))).toEqual([
    'task-001 was executed, says the log, but the table holds no record of it.',
    'Record  none stored',
  ]);
});

test('an answer of info is told as one that stores nothing', () => {
  const info = { action_type: 'info', task_id: undefined };
  const told = text([received('16:02:11.120', 1, info), executed('16:02:11.133', 1, info)]);
  expect(told).toContain('task-001 was answered; info only reads, so nothing is stored.\n');
  expect(told).toContain('      +13 ms  executed      info, took 12.3 ms, 1 call to the store\n');
});

test('the lines of requests that ran at the same time are told apart by their request_id', () => {
  const told = text([
    received('16:02:11.120', 1),
    received('16:02:11.121', 2),
    replayed('16:02:11.133', 1),
    executed('16:02:11.140', 2),
  ]);
  const lines = told
    .split('\n')
    .filter((said) => /^Attempt|executed {2}|replayed {2}|request {2}/u.test(said));
  expect(lines).toEqual([
    'Attempt 1 of 2  2026-11-22 16:02:11.120 UTC',
    '      +13 ms  replayed      task_001, took 3.1 ms, 1 call to the store',
    '              request       7b1fa9d2-3c44-4e58-9a01-5d2f00000001',
    'Attempt 2 of 2  2026-11-22 16:02:11.121 UTC, 1 ms after the first',
    '      +19 ms  executed      task_001, took 12.3 ms, 1 call to the store',
    '              request       7b1fa9d2-3c44-4e58-9a01-5d2f00000002',
  ]);
});

test('a request_id that comes back begins another attempt', () => {
  const told = text([
    received('16:02:11.120', 1),
    executed('16:02:11.133', 1),
    received('16:03:11.120', 1),
    replayed('16:03:11.133', 1),
  ]);
  expect(told.match(/^Attempt \d of \d/gmu)).toEqual(['Attempt 1 of 2', 'Attempt 2 of 2']);
});

test('colours are for terminals, and for those who did not set NO_COLOR', () => {
  const lines = [received('16:02:11.120', 1), executed('16:02:11.133', 1)];
  const plain = text(lines, item());
  const coloured = text(lines, item(), painter(true, {}));
  expect(coloured).toContain('\u{1b}[32mexecuted    \u{1b}[39m');
  expect(stripVTControlCharacters(coloured)).toBe(plain);
  expect(text(lines, item(), painter(true, { NO_COLOR: '1' }))).toBe(plain);
  expect(text(lines, item(), painter(true, { TERM: 'dumb' }))).toBe(plain);
});

test('spans are told in at most two units', () => {
  const told = [0, 0.43, 999.94, 1000, 59_940, 60_000, 209_000, 7_200_000, 90_061_000].map(span);
  expect(told).toEqual([
    '0 ms',
    '0.4 ms',
    '999.9 ms',
    '1 s',
    '59.9 s',
    '1 min',
    '3 min 29 s',
    '2 h',
    '1 d 1 h',
  ]);
  expect([ago(nowMs - 1500, nowMs), ago(nowMs + 1500, nowMs)]).toEqual(['1.5 s ago', 'in 1.5 s']);
});
