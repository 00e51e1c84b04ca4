import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { cleanUp, launch, newStateFolder, post, until } from './launch.ts';

type DeliveryLine = { readonly timestamp: string; readonly due_at: string; readonly late_ms: number };

// Several starts in one test take a while on a busy machine.
jest.setTimeout(60_000);
afterEach(cleanUp);

/** The lines of deliveries, and of failed ones. */
function deliveries(folder: string): readonly DeliveryLine[] {
  const lines = readFileSync(join(folder, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  return lines
    .map((line) => JSON.parse(line) as DeliveryLine & { message: string })
    .filter(({ message }) => message.startsWith('REMINDER_'));
}

/** Makes a reminder that is due in so many seconds, or up to one more; gives its instant. */
async function remind(url: string, secondsAhead: number): Promise<number> {
  const due = Math.ceil(Date.now() / 1000 + secondsAhead) * 1000;
  const time = `${new Date(due).toISOString().slice(0, 19)}Z`;
  const payload = { action_type: 'reminder', message: 'Call \u001b[31mthe bank', time };
  const answer = await post(url, {
    trace_id: 'reminder-bank',
    decision: 'workflow',
    data: { workflow_type: 'workflow', payload },
  });
  expect(answer.status).toBe(200);
  return due;
}

/** `delivered_at`, as `info` gives it. */
async function deliveredAt(url: string): Promise<unknown> {
  const answer = await post(url, {
    trace_id: 'info-bank',
    decision: 'workflow',
    data: {
      workflow_type: 'workflow',
      payload: { action_type: 'info', query: 'reminder:reminder_bank' },
    },
  });
  const body = (await answer.json()) as { execution_result: { data: { delivered_at: unknown } } };
  return body.execution_result.data.delivered_at;
}

const notices = (...servers: readonly { readonly said: { readonly stderr: string } }[]): number =>
  servers.flatMap(({ said }) => [...said.stderr.matchAll(/🔔 Reminder: Call/g)]).length;

function expectInTime({ timestamp }: { readonly timestamp: string }, due: number): void {
  const lateMs = Date.parse(timestamp) - due;
  expect(lateMs).toBeGreaterThanOrEqual(0);
  expect(lateMs).toBeLessThan(1_000);
}

test('a reminder is delivered once, at its time, in the log without its text and in the terminal with it', async () => {
  const folder = newStateFolder();
  const server = launch(folder);
  const url = await server.url;
  const due = await remind(url, 1);
  expect(await deliveredAt(url)).toBeNull();
  const line = await until(() => deliveries(folder)[0], 5_000);
  expectInTime(line, due);
  expect(line).toEqual({
    level: 'INFO',
    message: 'REMINDER_DELIVERED',
    timestamp: line.timestamp,
    service: 'workflow-executor',
    stage: 'local',
    version: expect.any(String),
    trace_id: 'reminder-bank',
    request_id: expect.stringMatching(/^[0-9a-f-]{36}$/),
    reminder_id: 'reminder_bank',
    due_at: new Date(due).toISOString().replace('.000', ''),
    late_ms: expect.any(Number),
    delivery: 'log',
  });
  // Its control character is written out.
  const visible = `🔔 Reminder: Call \\u{1b}[31mthe bank (due ${line.due_at})\n`;
  await until(() => (server.said.stderr.endsWith(visible) ? true : undefined), 1_000);
  await until(
    () => (readdirSync(join(folder, 'scheduler', 'pending')).length === 0 ? true : undefined),
    2_000,
  );
  expect(await deliveredAt(url)).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  await server.stop('SIGINT');
  expect(deliveries(folder)).toHaveLength(1);
});

test('after a restart, by Ctrl-C or kill -9, a reminder is delivered once, at its time', async () => {
  await Promise.all(
    (['SIGINT', 'SIGKILL'] as const).map(async (signal) => {
      const folder = newStateFolder();
      const first = launch(folder);
      const due = await remind(await first.url, 3);
      await first.stop(signal);
      const second = launch(folder);
      const url = await second.url;
      // On a busy machine the start may take longer than that; then the reminder is delivered at the start.
      const soonest = Math.max(due, Date.now());
      const line = await until(() => deliveries(folder)[0], 10_000);
      expect(Date.parse(line.timestamp)).toBeGreaterThanOrEqual(due);
      expect(Date.parse(line.timestamp)).toBeLessThan(soonest + 1_000);
      await until(
        () => (readdirSync(join(folder, 'scheduler', 'pending')).length === 0 ? true : undefined),
        2_000,
      );
      expect(await deliveredAt(url)).not.toBeNull();
      await second.stop(signal);
      const third = launch(folder);
      expect(await deliveredAt(await third.url)).not.toBeNull();
      await third.stop('SIGINT');
      expect(deliveries(folder)).toHaveLength(1);
      expect(notices(first, second, third)).toBe(1);
    }),
  );
});

test.each([
  [-20, 0, 2],
  [4, 6, 8],
  [12, 25, 60],
])(
  'killed %i, %i or %i ms after its time, a reminder is delivered, and only once if its delivery was recorded',
  async (...points) => {
    await Promise.all(
      points.map(async (killAfterMs) => {
        const folder = newStateFolder();
        const first = launch(folder);
        const due = await remind(await first.url, 1);
        await new Promise((resolve) => setTimeout(resolve, due + killAfterMs - Date.now()));
        await first.stop('SIGKILL', 'group');
        const before = deliveries(folder).length;
        const second = launch(folder);
        const url = await second.url;
        const pending = join(folder, 'scheduler', 'pending');
        await until(() => (readdirSync(pending).length === 0 ? true : undefined), 25_000);
        expect(await deliveredAt(url)).not.toBeNull();
        await second.stop('SIGINT');
        const lines = deliveries(folder).filter((line) => !('cause' in line));
        // Twice only if the process died between the log line, which is the delivery, and its record.
        expect([1, 1 + before]).toContain(lines.length);
      }),
    );
  },
);

test('a reminder that was due while the server was down is delivered at the start, once, and marked late', async () => {
  const folder = newStateFolder();
  const first = launch(folder);
  const due = await remind(await first.url, 1);
  await first.stop('SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, due + 2_500 - Date.now()));
  const second = launch(folder);
  await second.url;
  await until(() => deliveries(folder)[0], 5_000);
  await until(() => (second.said.stderr.includes(', late)\n') ? true : undefined), 1_000);
  await second.stop('SIGINT');
  expect(deliveries(folder)).toEqual([expect.objectContaining({ trace_id: 'reminder-bank' })]);
  expect(deliveries(folder)[0]?.late_ms).toBeGreaterThanOrEqual(2_500);
});

test('a schedule that fires a second time delivers nothing', async () => {
  const folder = newStateFolder();
  const first = launch(folder);
  await remind(await first.url, 1);
  const pending = join(folder, 'scheduler', 'pending');
  const [name = ''] = readdirSync(pending);
  const file = readFileSync(join(pending, name));
  await until(() => deliveries(folder)[0], 5_000);
  await first.stop('SIGINT');
  writeFileSync(join(pending, name), file);
  const second = launch(folder);
  await second.url;
  await until(() => (readdirSync(pending).length === 0 ? true : undefined), 5_000);
  await second.stop('SIGINT');
  expect(deliveries(folder)).toHaveLength(1);
  expect(notices(second)).toBe(0);
});

test('a reminder that version 1.0.0 has scheduled is shown once', async () => {
  const folder = newStateFolder();
  const pending = join(folder, 'scheduler', 'pending');
  mkdirSync(pending, { recursive: true });
  const input = {
    contract_version: 1,
    reminder_id: 'reminder_bank',
    trace_id: 'reminder-bank',
    message: 'Call the bank',
    due_at: '2026-01-01T00:00:00Z',
  };
  const schedule = {
    group: 'g',
    name: 'n',
    at: Date.parse(input.due_at),
    clientToken: 't',
    input: JSON.stringify(input),
  };
  const name = `${createHash('sha256').update('g/n').digest('hex')}.json`;
  writeFileSync(join(pending, name), JSON.stringify(schedule));
  const first = launch(folder);
  await first.url;
  await until(() => deliveries(folder)[0], 5_000);
  await first.stop('SIGINT');
  const second = launch(folder);
  await second.url;
  await second.stop('SIGINT');
  expect([notices(first), notices(second), deliveries(folder).length]).toEqual([1, 0, 1]);
});
