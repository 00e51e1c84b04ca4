// Tests what is shown of a reminder's delivery in each state that its record and its log lines can be in.
import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from '@jest/globals';
import type { RunReport } from '../../scripts/trace/log-lines.ts';
import { timelineJson } from '../../scripts/trace/main.ts';
import { timelineText } from '../../scripts/trace/text.ts';
import type { Timeline } from '../../scripts/trace/timeline.ts';
import { nowMs, timelineOf } from './harness.ts';
import {
  delivered,
  executed,
  item,
  line,
  received,
  reminderItem,
  requestId,
  undelivered,
} from './log-lines.ts';
import type { WrittenLine } from './log-lines.ts';

const queue = 'workflow-executor-dev-reminders-dlq';
const done = 'task-001 was executed once, 2m 49s ago: reminder_task-001.';

function timeline(
  lines: readonly WrittenLine[],
  stored?: ReturnType<typeof item> | 'unread',
  reports: readonly RunReport[] = [],
): Timeline {
  return timelineOf(lines, stored, { reports, deadLetterQueue: queue });
}

/** The summary, what the record says of the delivery, and the next step. */
function parts(lines: readonly WrittenLine[], stored?: ReturnType<typeof item> | 'unread'): string[] {
  const [summary = '', ...blocks] = blocksOf(lines, stored);
  const rows = blocks.flatMap((block) => block.split('\n'));
  const isOfDelivery = /^ {14}(delivery|due|delivered|held) /u;
  return [
    summary,
    ...rows.filter((text) => isOfDelivery.test(text)).map((text) => text.trim()),
    ...rows.filter((text) => text.startsWith('Next')),
  ];
}

function blocksOf(lines: readonly WrittenLine[], stored?: ReturnType<typeof item> | 'unread'): string[] {
  return stripVTControlCharacters(timelineText(timeline(lines, stored), false)).split('\n\n');
}

const deliveriesOf = (lines: readonly WrittenLine[]): string =>
  blocksOf(lines, reminderItem())
    .filter((block) => /^(Delivery|…|Try)/u.test(block))
    .join('\n\n');

const at = (time: string): { N: string } => ({ N: String(Date.parse(time) / 1000) });
const inMs = (ms: number): { N: string } => ({ N: String(nowMs + ms) });

test('an upcoming reminder is shown with its time', () => {
  const toCome = reminderItem({ effect_at: at('2026-11-25T16:05:00Z') });
  expect(parts([received('16:02:11.120', 1), executed('16:02:11.150', 1)], toCome)).toEqual([
    `${done} Its reminder is due in 3d.`,
    'delivery            upcoming',
    'due                 2026-11-25 16:05:00.000 UTC, in 3d',
  ]);
});

test('a reminder is due for a minute before it is overdue, as a schedule may take that long', () => {
  expect(parts([], reminderItem({ effect_at: at('2026-11-22T16:04:01Z') }))).toEqual([
    `${done} Its reminder was due 59s ago and is not delivered.`,
    'delivery            due',
    'due                 2026-11-22 16:04:01.000 UTC, 59s ago',
    'Next  wait: the first delivery may take a minute to begin, and a retry another minute.',
  ]);
  expect(parts([], reminderItem({ effect_at: at('2026-11-22T16:04:00Z') })).at(-1)).toBe(
    `Next  look for REMINDER_FAILED and at the queue ${queue}: RUNBOOK.md, reminder dead letters.`,
  );
});

test('an overdue reminder is shown with its last cause, the queue, and the section of the runbook', () => {
  const lines = [
    undelivered('16:03:58.200', 1, 'NotFoundException'),
    undelivered('16:04:58.200', 1, 'NotFoundException'),
  ];
  expect(parts(lines, reminderItem())).toEqual([
    `${done} Its reminder was due 1m 2s ago and is not delivered: NotFoundException.\nDeliveries: 2 failed.`,
    'delivery            overdue',
    'due                 2026-11-22 16:03:58.000 UTC, 1m 2s ago',
    `Next  look for REMINDER_FAILED and at the queue ${queue}: RUNBOOK.md, reminder dead letters.`,
  ]);
  expect(readFileSync('RUNBOOK.md', 'utf8')).toContain('\n### Reminder dead letters\n');
});

test('a delivery in progress is shown with how long it may hold the reminder', () => {
  const held = reminderItem({ delivery_token: { S: 'k' }, delivery_until: inMs(7500) });
  expect(parts([], held)).toEqual([
    `${done} The delivery of its reminder is in progress.`,
    'delivery            in progress',
    'due                 2026-11-22 16:03:58.000 UTC, 1m 2s ago',
    'held                until 2026-11-22 16:05:07.500 UTC, in 7.5s',
    'Next  wait: a delivery may hold the reminder until 2026-11-22 16:05:07.500 UTC.',
  ]);
});

test('a delivery that began and did not end is shown beside the overdue reminder', () => {
  const left = reminderItem({ delivery_token: { S: 'k' }, delivery_until: inMs(-500) });
  expect(parts([], left)).toEqual([
    `${done} Its reminder was due 1m 2s ago and is not delivered.`,
    'delivery            overdue',
    'due                 2026-11-22 16:03:58.000 UTC, 1m 2s ago',
    'held                until 2026-11-22 16:04:59.500 UTC, 500ms ago',
    `Next  look for REMINDER_FAILED and at the queue ${queue}: RUNBOOK.md, reminder dead letters.`,
  ]);
});

test('a delivered reminder needs no next step, even when its lines are older than what was read', () => {
  const stored = reminderItem({ delivered_at: { S: '2026-11-22T16:03:59Z' } });
  expect(parts([received('16:04:11.120', 1), executed('16:04:11.150', 1)], stored)).toEqual([
    `${done} Its reminder was delivered 1m 1s ago.`,
    'delivery            delivered',
    'due                 2026-11-22 16:03:58.000 UTC, 1m 2s ago',
    'delivered           2026-11-22 16:03:59.000 UTC, 1m 1s ago',
  ]);
});

test('a delivery that could not be recorded is shown as one that may be repeated', () => {
  const lines = [
    delivered('16:03:59.200', 2),
    line('EXECUTION_CRASH', '16:03:59.200', 2, { error: { name: 'TypeError', message: 'no', stack: '' } }),
    undelivered('16:03:59.200', 2, 'TypeError'),
  ];
  expect(parts(lines.toReversed(), reminderItem())).toEqual([
    `${done} Its reminder was delivered 1m 1s ago, 1.2s late, by sns, according to the log, but this is not recorded: it may be delivered again, with the same id.\n` +
      'Deliveries: 1 unrecorded.',
    'delivery            overdue',
    'due                 2026-11-22 16:03:58.000 UTC, 1m 2s ago',
    `Next  look for REMINDER_FAILED and at the queue ${queue}: RUNBOOK.md, reminder dead letters.`,
  ]);
  expect(deliveriesOf(lines.toReversed())).toBe(`Delivery 1 of 1  2026-11-22 16:03:59.200 UTC
        +0ms  REMINDER_DELIVERED  reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 1200, delivery sns
        +0ms  EXECUTION_CRASH     TypeError: no
        +0ms  REMINDER_FAILED     reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 1200, delivery sns, cause TypeError
                                  not recorded; it will be delivered again, with the same id
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002`);
});

test('a crash before a failed delivery belongs to the delivery, and is no try of a caller', () => {
  const error = {
    name: 'TypeError',
    message: 'no result',
    stack: 'TypeError: no result\n    at deliver (a.ts:1:2)',
  };
  const lines = [
    line('EXECUTION_CRASH', '16:03:58.200', 2, { error }),
    undelivered('16:03:58.201', 2, 'TypeError'),
  ];
  expect(deliveriesOf(lines)).toBe(`Delivery 1 of 1  2026-11-22 16:03:58.200 UTC
        +0ms  EXECUTION_CRASH     TypeError: no result
                                  at deliver (a.ts:1:2)
        +1ms  REMINDER_FAILED     reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 1200, delivery sns, cause TypeError
                                  not delivered; it will be retried
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002`);
  expect(parts(lines, reminderItem()).at(-1)).toMatch(/^Next {2}read the stack above; then look for/u);
});

test("Lambda's retries, which share a request id, are separate deliveries, and the third is the last", () => {
  const crash = (time: string): WrittenLine =>
    line('EXECUTION_CRASH', time, 2, { error: { name: 'TypeError', message: 'no', stack: '' } });
  const shown = deliveriesOf([
    crash('16:00:58.200'),
    undelivered('16:00:58.201', 2, 'TypeError'),
    undelivered('16:01:58.400', 2, 'TimeoutError'),
    undelivered('16:03:58.600', 2, 'NotFoundException'),
  ]);
  expect(shown).toBe(`Delivery 1 of 3  2026-11-22 16:00:58.200 UTC
        +0ms  EXECUTION_CRASH     TypeError: no
        +1ms  REMINDER_FAILED     reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 1200, delivery sns, cause TypeError
                                  not delivered
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002

Delivery 2 of 3  2026-11-22 16:01:58.400 UTC, 1m after the first
        +0ms  REMINDER_FAILED     reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 1200, delivery sns, cause TimeoutError
                                  not delivered
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002

Delivery 3 of 3  2026-11-22 16:03:58.600 UTC, 3m after the first
        +0ms  REMINDER_FAILED     reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 1200, delivery sns, cause NotFoundException
                                  not delivered; the last of 3 tries
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002`);
});

test('a retry of a delivery whose end was never logged is shown as a second delivery', () => {
  const shown = deliveriesOf([
    delivered('16:03:58.400', 2),
    undelivered('16:04:58.400', 2, 'DeliveryInProgress'),
  ]);
  expect(shown.match(/^Delivery \d of \d/gmu)).toEqual(['Delivery 1 of 2', 'Delivery 2 of 2']);
  expect(shown).toContain(
    ', cause DeliveryInProgress\n                                  another run was delivering it; this one left it alone\n',
  );
});

test('a reminder that was delivered twice under one request id has two deliveries', () => {
  const shown = deliveriesOf([delivered('16:03:58.400', 2), delivered('16:03:59.400', 2)]);
  expect(shown.match(/^Delivery \d of \d/gmu)).toEqual(['Delivery 1 of 2', 'Delivery 2 of 2']);
});

test('a delivery is no try of a caller, even when a local gateway gave both the same request id', () => {
  const shown = deliveriesOf([
    received('16:03:50.000', 1),
    executed('16:03:50.010', 1),
    delivered('16:03:58.400', 1),
    received('16:03:59.000', 1),
    executed('16:03:59.010', 1),
  ]);
  expect(shown.match(/^\w+ \d of \d/gmu)).toEqual(['Try 1 of 2', 'Delivery 1 of 1', 'Try 2 of 2']);
});

test('a thousand failed deliveries fit one screen', () => {
  const lines = Array.from({ length: 1000 }, (_, index) =>
    undelivered(
      `15:${String(Math.floor(index / 60) + 10)}:${String(index % 60).padStart(2, '0')}.000`,
      1,
      'E',
      {
        request_id: `delivery-${index}`,
      },
    ),
  );
  const shown = deliveriesOf([...lines, delivered('16:03:58.400', 2)]);
  expect(shown).toContain('… 999 more: 999 failed; --json shows them all\n');
  expect(shown.split('\n').length).toBeLessThan(15);
});

test('a pending reminder is shown with its planned result, and promises no schedule', () => {
  const pending = reminderItem({
    state: { S: 'pending' },
    lease_until: { N: '0' },
    planned_result: { S: '{"success":true,"reminder_id":"reminder_task-001","message":"Stretch"}' },
    effect_at: at('2026-11-25T16:05:00Z'),
  });
  const { execution_result: _, ...stored } = pending;
  const shown = blocksOf([], stored as typeof pending).join('\n\n');
  expect(shown).toContain('task-001 was started 2m 49s ago and is not settled.\n\n');
  expect(shown).toContain(`
              lease               released
              delivery            upcoming
              due                 2026-11-25 16:05:00.000 UTC, in 3d
              planned             this result, once it is settled:
              success             true
              reminder_id         reminder_task-001
              message             hidden, 7 characters
              fingerprint`);
  expect(shown).toContain('\n\nNext  send the same request again');
});

test('a record of version 1.0.0 shows when it is due, and that its delivery is not recorded', () => {
  const { execution_result } = reminderItem();
  const stored = item({ action_type: { S: 'reminder' }, execution_result });
  const lines = [received('16:02:11.120', 1), executed('16:02:11.150', 1)];
  expect(parts(lines, stored)).toEqual([
    `${done} Version 1.0.0 scheduled its reminder, and does not record deliveries.`,
    'delivery            not recorded: version 1.0.0 scheduled it',
    'due                 2026-11-22 16:03:58.000 UTC, 1m 2s ago',
  ]);
  // The local server delivers these by itself, outside of any request.
  const shown = delivered('16:03:59.200', 2, { request_id: null, delivery: 'log' });
  expect(parts([...lines, shown], stored)[0]).toBe(
    `${done} Its reminder was delivered 1m 1s ago, 1.2s late, by log, according to the log.`,
  );
});

test('a reminder that an outside system gives has no delivery here', () => {
  const { execution_result } = reminderItem();
  const stored = item({ action_type: { S: 'reminder' }, adapter: { S: 'webhook' }, execution_result });
  expect(parts([received('16:02:11.120', 1), executed('16:02:11.150', 1)], stored)).toEqual([done]);
});

test('a reminder that was refused for good has no delivery, nor has a task', () => {
  expect(parts([], reminderItem({ state: { S: 'failed' } }))).toEqual([
    'task-001 was refused for good by the outside system, 2m 49s ago.',
    'Next  ask with --since 1d for its log lines, which are older than what was read.',
  ]);
  expect(parts([received('16:02:11.120', 1), executed('16:02:11.133', 1)], item())).toEqual([
    'task-001 was executed once, 2m 49s ago: task_001.',
  ]);
});

test('without a record the summary follows the log', () => {
  const failed = [
    undelivered('16:03:58.200', 1, 'ExecutionNotFound', { reminder_id: undefined, due_at: undefined }),
  ];
  expect(parts(failed)).toEqual([
    'task-001 has no try in the log. Its reminder was not delivered: ExecutionNotFound.\nDeliveries: 1 failed.',
    'Next  RUNBOOK.md, reminders not delivered, says what ExecutionNotFound means.',
  ]);
  expect(readFileSync('RUNBOOK.md', 'utf8')).toContain('\n### Reminders not delivered\n');
  expect(
    parts([received('16:02:11.120', 1), executed('16:02:11.150', 1), delivered('16:03:59.200', 2)], 'unread'),
  ).toEqual([
    'task-001 was executed, according to the log. Its reminder was delivered 1m 1s ago, 1.2s late, by sns, according to the log.',
  ]);
});

test('JSON has each delivery and the state of the reminder', () => {
  const lines = [
    undelivered('16:03:58.200', 1, 'NotFoundException', { late_ms: 190 }),
    delivered('16:04:58.200', 2),
  ];
  const json = (stored: ReturnType<typeof item>) =>
    JSON.parse(JSON.stringify(timelineJson(timeline(lines, stored), false))) as Record<string, unknown>;
  const stored = reminderItem({ delivered_at: { S: '2026-11-22T16:04:58Z' } });
  expect(json(stored)).toMatchObject({
    summary: `${done} Its reminder was delivered 2s ago, 1.2s late, by sns. Deliveries: 1 failed, 1 delivered.`,
    tries: [],
    deliveries: [
      {
        request_id: '7b1fa9d2-3c44-4e58-9a01-5d2f00000001',
        started_at: '2026-11-22T16:03:58.200Z',
        ending: 'failed',
        late_ms: null,
        delivery: null,
        cause: 'NotFoundException',
        lines: [lines[0]],
      },
      {
        request_id: '7b1fa9d2-3c44-4e58-9a01-5d2f00000002',
        started_at: '2026-11-22T16:04:58.200Z',
        ending: 'delivered',
        late_ms: 1200,
        delivery: 'sns',
        cause: null,
        lines: [lines[1]],
      },
    ],
    record: {
      delivery: 'delivered',
      effect_at: '2026-11-22T16:03:58.000Z',
      delivered_at: '2026-11-22T16:04:58.000Z',
      execution_result: { reminder_id: 'reminder_task-001', message: { hidden: '7 characters' } },
    },
  });
  const held = reminderItem({ delivery_until: inMs(7500), planned_result: { S: '{"message":"Stretch"}' } });
  expect(json(held)['record']).toMatchObject({
    delivery: 'in_progress',
    delivery_until: '2026-11-22T16:05:07.500Z',
    planned_result: { message: { hidden: '7 characters' } },
  });
});

test('each delivery has its own report, in any order, also beside a delivery that left no line', () => {
  const lines = [
    undelivered('16:01:00.100', 1, 'NotFoundException'),
    undelivered('16:04:10.100', 1, 'NotFoundException'),
  ];
  const reports = ['error 16:01:00.110', 'timeout 16:02:10.000', 'error 16:04:10.110'].map((one) => {
    const [status = '', time = ''] = one.split(' ');
    return { requestId: requestId(1), atMs: Date.parse(`2026-11-22T${time}Z`), fields: { status } };
  });
  for (const found of [reports, reports.toReversed()]) {
    const { deliveries } = timeline(lines, reminderItem(), found);
    expect(deliveries.map(({ report }) => report)).toEqual([reports[0], reports[2]]);
  }
});
