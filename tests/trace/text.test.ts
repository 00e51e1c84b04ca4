// Tests the text in the states that take long to bring about: leases, refusals for good, expiry.
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import { ago, duration } from '../../scripts/trace/cli.ts';
import { timelineText } from '../../scripts/trace/text.ts';
import { nowMs, timelineOf } from './harness.ts';
import { executed, failed, item, received, replayed } from './log-lines.ts';
import type { WrittenLine } from './log-lines.ts';

const reminder = { action_type: { S: 'reminder' }, execution_result: { S: '{}' } };

function text(lines: readonly WrittenLine[], stored?: ReturnType<typeof item> | 'unread'): string {
  return stripVTControlCharacters(timelineText(timelineOf(lines, stored), false));
}

/** The headline, the record's lines and the next step: what a claim changes. */
function parts(shown: string): string[] {
  const [headline = '', ...blocks] = shown.split('\n\n');
  return [headline, ...blocks.filter((block) => /^(Record|Next)/u.test(block))];
}

test('a lease that is held is shown with how long to wait', () => {
  const claimed = item({ ...reminder, state: { S: 'pending' }, lease_until: { N: String(nowMs + 7500) } });
  expect(parts(text([received('16:04:55.500', 1)], claimed))).toEqual([
    'task-001 was started 2m 49s ago and is not settled.\nTries: 1 unfinished.',
    `Record  pending, reminder, written 2026-11-22 16:02:11.131 UTC, 2m 49s ago
              lease               until 2026-11-22 16:05:07.500 UTC, in 7.5s
              fingerprint         2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`,
    'Next  wait: a try may hold the lease until 2026-11-22 16:05:07.500 UTC. If it is not settled then, send the same request again with the same trace_id; it is safe, and executes at most once.',
  ]);
});

const meeting = {
  action_type: { S: 'meeting' },
  adapter: { S: 'caldav' },
  due_at: { N: String(nowMs / 1000 + 60) },
};
const planned = '{"success":true,"meeting_id":"meeting-task-001","title":"Plan"}';

test('an execution that was begun outside is shown with its adapter, and with what it is to become', () => {
  const begun = item({
    ...meeting,
    state: { S: 'pending' },
    execution_result: { S: '{}' },
    planned_result: { S: planned },
    lease_until: { N: '0' },
  });
  const unavailable = failed('16:02:12.000', 1, {
    error_code: 'adapter_unavailable',
    http_status: 503,
    retryable: true,
    adapter: 'caldav',
    cause: 'HTTP 503',
  });
  expect(parts(text([received('16:02:11.120', 1), unavailable], begun))).toEqual([
    'task-001 was begun with caldav 2m 49s ago and is not settled: it may be done there, or not.\nTries: 1 failed.',
    `Record  pending, meeting, written 2026-11-22 16:02:11.131 UTC, 2m 49s ago
              adapter             caldav
              lease               released
              due                 2026-11-22 16:06:00.000 UTC, in 1m
              planned             this result, once it is settled:
              success             true
              meeting_id          meeting-task-001
              title               hidden, 4 characters
              fingerprint         2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`,
    'Next  send the same request again with the same trace_id; it is safe, and executes at most once.',
  ]);
});

test('an execution that waits for the adapter with which it was begun says so', () => {
  const begun = item({
    ...meeting,
    state: { S: 'pending' },
    execution_result: { S: '{}' },
    lease_until: { N: '0' },
  });
  const changed = failed('16:04:00.000', 1, {
    error_code: 'adapter_unavailable',
    http_status: 503,
    retryable: true,
    adapter: 'caldav',
    cause: 'AdapterChanged',
  });
  expect(parts(text([received('16:03:59.000', 1), changed], begun)).at(-1)).toBe(
    'Next  set the adapter caldav again, with which it was begun: RUNBOOK.md, change an adapter.',
  );
});

test('what an outside system calls the thing that it made is shown', () => {
  const external =
    '{"adapter":"caldav","id":"5f@workflow-executor","url":"https://cal.example.com/5f.ics\\u001b[2J"}';
  const done = item({
    ...meeting,
    execution_result: { S: `${planned.slice(0, -1)},"external":${external}}` },
  });
  const shown = text([received('16:02:11.120', 1), executed('16:02:11.133', 1, { adapter: 'caldav' })], done);
  expect(parts(shown)[0]).toBe(
    'task-001 was executed once, 2m 49s ago: meeting-task-001, in caldav 5f@workflow-executor.',
  );
  expect(shown).toContain('      +13ms  EXECUTION_SUCCESS   action_type task, task_id task_001, duration_ms');
  expect(shown).toContain('adapter caldav\n');
  expect(shown).toContain(
    'external            {"adapter":"caldav","id":"5f@workflow-executor","url":"https://cal.example.com/5f.ics',
  );
  expect(shown).not.toContain('\u001b');
});

test('a released lease comes with the advice to send the request again', () => {
  const handedBack = item({ ...reminder, state: { S: 'pending' }, lease_until: { N: '0' } });
  const unavailable = failed('16:02:12.000', 1, {
    error_code: 'adapter_unavailable',
    http_status: 503,
    retryable: true,
    cause: 'ThrottlingException',
    store_calls: 2,
  });
  const shown = text([received('16:02:11.120', 1), unavailable], handedBack);
  expect(shown).toContain(
    '      +880ms  EXECUTION_FAILED    action_type task, error_code adapter_unavailable, http_status 503, retryable true, duration_ms 0.8, store_calls 2, cause ThrottlingException\n',
  );
  expect(parts(shown)).toEqual([
    'task-001 was started 2m 49s ago and is not settled.\nTries: 1 failed.',
    `Record  pending, reminder, written 2026-11-22 16:02:11.131 UTC, 2m 49s ago
              lease               released
              fingerprint         2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`,
    'Next  send the same request again with the same trace_id; it is safe, and executes at most once.',
  ]);
});

test('a refusal for good is shown with its stored message, and so is its replay', () => {
  const words = 'the outside system refused this action for good';
  const refused = item({
    action_type: { S: 'reminder' },
    state: { S: 'failed' },
    execution_result: {
      S: `{"success":false,"error_code":"adapter_rejected","message":"${words}","retryable":false}`,
    },
  });
  const how = { error_code: 'adapter_rejected', http_status: 502, task_id: undefined };
  const shown = text([received('16:04:00.000', 2), replayed('16:04:00.002', 2, how)], refused);
  expect(shown).toContain(
    `        +2ms  EXECUTION_REPLAYED  action_type task, duration_ms 3.1, store_calls 1, error_code adapter_rejected, http_status 502\n                                  ${words}\n`,
  );
  expect(parts(shown)).toEqual([
    'task-001 was refused for good by the outside system, 2m 49s ago.\nTries: 1 replayed.',
    `Record  failed, reminder, written 2026-11-22 16:02:11.131 UTC, 2m 49s ago
              success             false
              error_code          adapter_rejected
              message             ${words}
              retryable           false
              fingerprint         2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae`,
    'Next  find out why the outside system refused; another try needs another trace_id.',
  ]);
});

test('an expired record is shown as one that counts as absent', () => {
  const shown = text([executed('16:02:11.133', 1)], item({ expires_at: { N: String(nowMs / 1000 - 60) } }));
  expect(shown).toContain('expires             2026-11-22 16:04:00.000 UTC, 1m ago; it counts as absent\n');
});

test('an execution that only the log has is shown as such', () => {
  expect(parts(text([received('16:02:11.120', 1), executed('16:02:11.133', 1)]))).toEqual([
    'task-001 was executed, according to the log.',
    'Record  none stored',
  ]);
});

test('an answer of info is shown as one that stores nothing', () => {
  const info = { action_type: 'info', task_id: undefined };
  const shown = text([received('16:02:11.120', 1, info), executed('16:02:11.133', 1, info)]);
  expect(shown).toContain('task-001 was answered; info stores nothing.\n');
  expect(shown).toContain(
    '       +13ms  EXECUTION_SUCCESS   action_type info, duration_ms 12.3, store_calls 1\n',
  );
});

test('the lines of concurrent requests are separated by their request_id', () => {
  const shown = text([
    received('16:02:11.120', 1),
    received('16:02:11.121', 2),
    replayed('16:02:11.133', 1),
    executed('16:02:11.140', 2),
  ]);
  const lines = shown.split('\n').filter((row) => /^Try \d|EXECUTION_|request {2}/u.test(row));
  expect(lines).toEqual([
    'Try 1 of 2  2026-11-22 16:02:11.120 UTC',
    '       +13ms  EXECUTION_REPLAYED  action_type task, task_id task_001, duration_ms 3.1, store_calls 1',
    '              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001',
    'Try 2 of 2  2026-11-22 16:02:11.121 UTC, 1ms after the first',
    '       +19ms  EXECUTION_SUCCESS   action_type task, task_id task_001, duration_ms 12.3, store_calls 1',
    '              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002',
  ]);
});

test('a request_id that comes back begins another try', () => {
  const shown = text([
    received('16:02:11.120', 1),
    executed('16:02:11.133', 1),
    received('16:03:11.120', 1),
    replayed('16:03:11.133', 1),
  ]);
  expect(shown.match(/^Try \d of \d/gmu)).toEqual(['Try 1 of 2', 'Try 2 of 2']);
});

test('a refusal promises a free trace_id only where the table was read', () => {
  const refused = [received('16:02:11.120', 1), failed('16:02:11.121', 1)];
  expect(text(refused)).toContain(' Nothing was executed, and the trace_id is still free.\n');
  expect(text(refused, 'unread').startsWith('task-001 was refused: missing_task_title.\n')).toBe(true);
});

test('durations have at most two units', () => {
  const durations = [0, 0.43, 999.94, 1000, 59_940, 60_000, 209_000, 7_200_000, 90_061_000].map(duration);
  expect(durations).toEqual(['0ms', '0.4ms', '999.9ms', '1s', '59.9s', '1m', '3m 29s', '2h', '1d 1h']);
  expect([ago(nowMs - 1500, nowMs), ago(nowMs + 1500, nowMs)]).toEqual(['1.5s ago', 'in 1.5s']);
});
