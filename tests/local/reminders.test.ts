import { readdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { cleanUp, launch, newStateFolder, post, until } from './launch.ts';

type Ring = { readonly timestamp: string; readonly due_at: string; readonly late: boolean };

// Several starts in one test take a while on a busy machine.
jest.setTimeout(60_000);
afterEach(cleanUp);

function rings(folder: string): readonly Ring[] {
  const lines = readFileSync(join(folder, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  return lines
    .map((line) => JSON.parse(line) as Ring & { message: string })
    .filter(({ message }) => message === 'REMINDER_DUE');
}

/** Asks for a reminder so many seconds ahead; gives its instant. */
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

function expectInTime({ timestamp }: { readonly timestamp: string }, due: number): void {
  const lateMs = Date.parse(timestamp) - due;
  expect(lateMs).toBeGreaterThanOrEqual(0);
  expect(lateMs).toBeLessThan(1_000);
}

test('a reminder rings once, at its time, in the log without its text and in the terminal with it', async () => {
  const folder = newStateFolder();
  const server = launch(folder);
  const due = await remind(await server.url, 3);
  const ring = await until(() => rings(folder)[0], 5_000);
  expectInTime(ring, due);
  expect(ring).toEqual({
    level: 'INFO',
    message: 'REMINDER_DUE',
    timestamp: ring.timestamp,
    service: 'workflow-executor',
    stage: 'local',
    version: expect.any(String),
    trace_id: 'reminder-bank',
    request_id: null,
    reminder_id: 'reminder_bank',
    due_at: new Date(due).toISOString().replace('.000', ''),
    late: false,
  });
  // Its control character is made harmless.
  const visible = `🔔 Reminder: Call \\u{1b}[31mthe bank (due ${ring.due_at})\n`;
  await until(() => (server.said.stderr.endsWith(visible) ? true : undefined), 1_000);
  await server.stop('SIGINT');
  expect(rings(folder)).toHaveLength(1);
});

test('over a restart, by Ctrl-C or by kill -9, a reminder rings once, at its time', async () => {
  await Promise.all(
    (['SIGINT', 'SIGKILL'] as const).map(async (signal) => {
      const folder = newStateFolder();
      const first = launch(folder);
      const due = await remind(await first.url, 5);
      await first.stop(signal);
      const second = launch(folder);
      await second.url;
      // On a machine so busy that the start took longer than that, at the start.
      const soonest = Math.max(due, Date.now());
      const ring = await until(() => rings(folder)[0], 10_000);
      expect(Date.parse(ring.timestamp)).toBeGreaterThanOrEqual(due);
      expect(Date.parse(ring.timestamp)).toBeLessThan(soonest + 1_000);
      await second.stop(signal);
      const third = launch(folder);
      await third.url;
      await third.stop('SIGINT');
      expect(rings(folder)).toHaveLength(1);
    }),
  );
});

test('a reminder whose time went by while the server was down rings at the start, once and marked late', async () => {
  const folder = newStateFolder();
  const first = launch(folder);
  const due = await remind(await first.url, 3);
  await first.stop('SIGKILL');
  await new Promise((resolve) => setTimeout(resolve, due + 2_500 - Date.now()));
  const second = launch(folder);
  await second.url;
  await until(() => rings(folder)[0], 5_000);
  expect(second.said.stderr).toContain(', late)\n');
  await second.stop('SIGINT');
  expect(rings(folder)).toEqual([expect.objectContaining({ trace_id: 'reminder-bank', late: true })]);
});

test('a reminder that rang just before the process died does not ring again', async () => {
  const folder = newStateFolder();
  const first = launch(folder);
  await remind(await first.url, 3);
  await until(() => rings(folder)[0], 5_000);
  await first.stop('SIGINT');
  // What a death between the ringing and its mark leaves behind.
  const [file] = readdirSync(join(folder, 'scheduler', 'rung'));
  renameSync(join(folder, 'scheduler', 'rung', file ?? ''), join(folder, 'scheduler', 'pending', file ?? ''));
  const second = launch(folder);
  await second.url;
  await second.stop('SIGINT');
  expect(rings(folder)).toHaveLength(1);
  expect(second.said.stderr).not.toContain('Reminder');
  expect(readdirSync(join(folder, 'scheduler', 'pending'))).toEqual([]);
});
