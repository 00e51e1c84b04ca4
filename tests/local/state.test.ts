// Owns: what is on the disk of a laptop: nobody else may read it, and the log is never read whole.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { cleanUp, launch, newStateFolder, post } from './launch.ts';

jest.setTimeout(60_000);
afterEach(cleanUp);

const task = (trace_id: string): object => ({
  trace_id,
  decision: 'workflow',
  data: { workflow_type: 'workflow', payload: { action_type: 'task', title: 'Water the ferns' } },
});

/** Whatever in the folder someone else has a right to. */
function open(folder: string): string[] {
  return ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].filter(
    (name) => (lstatSync(join(folder, name)).mode & 0o077) !== 0,
  );
}

test('the state folder and all in it is its owner’s alone, also one that was open before', async () => {
  const folder = newStateFolder();
  mkdirSync(join(folder, 'scheduler', 'pending'), { recursive: true, mode: 0o755 });
  writeFileSync(join(folder, 'log.jsonl'), '');
  chmodSync(join(folder, 'log.jsonl'), 0o644);
  for (const name of ['.', 'scheduler', 'scheduler/pending']) chmodSync(join(folder, name), 0o755);
  expect(open(folder)).toHaveLength(4);
  const server = launch(folder);
  expect((await post(await server.url, task('task-1'))).status).toBe(200);
  const payload = { action_type: 'reminder', message: 'Call', time: '2041-06-02T09:30:00Z' };
  const reminder = {
    trace_id: 'reminder-1',
    decision: 'workflow',
    data: { workflow_type: 'workflow', payload },
  };
  expect((await post(await server.url, reminder)).status).toBe(200);
  expect(readdirSync(join(folder, 'scheduler', 'pending'))).toHaveLength(1);
  expect(open(folder)).toEqual([]);
  await server.stop('SIGINT');
  expect(open(folder)).toEqual([]);
});

test('a log of 600 MB is not read at the start, and goes on in a new file', async () => {
  const folder = newStateFolder();
  const file = join(folder, 'log.jsonl');
  writeFileSync(file, '');
  truncateSync(file, 600 * 1024 * 1024);
  writeSync(openSync(file, 'a'), '\n');
  const server = launch(folder);
  await server.url;
  const read = /^rchar: (\d+)$/m.exec(readFileSync(`/proc/${server.child.pid}/io`, 'utf8'))?.[1];
  expect(Number(read)).toBeLessThan(200 * 1024 * 1024);
  expect((await post(await server.url, task('task-2'))).status).toBe(200);
  await server.stop('SIGINT');
  expect(readFileSync(file, 'utf8')).toContain('task-2');
  expect(lstatSync(join(folder, 'log.1.jsonl')).size).toBe(600 * 1024 * 1024 + 1);
});
