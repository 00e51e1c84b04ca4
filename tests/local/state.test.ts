// Covers the state folder on disk: no other user may read it, and the log is never read as a whole.
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
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

/** The paths in the folder to which other users have a right. */
function open(folder: string): string[] {
  return ['.', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })].filter(
    (name) => (lstatSync(join(folder, name)).mode & 0o077) !== 0,
  );
}

test('no other user can read the state folder or anything in it, even if they could before', async () => {
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

test('other files in the folder, and targets of links in it, keep their rights', async () => {
  const folder = newStateFolder();
  const elsewhere = newStateFolder();
  for (const place of [folder, elsewhere]) {
    mkdirSync(join(place, 'bin'));
    writeFileSync(join(place, 'bin', 'tool'), '', { mode: 0o755 });
    for (const path of ['bin', 'bin/tool']) chmodSync(join(place, path), 0o755);
  }
  mkdirSync(join(folder, 'scheduler'));
  symlinkSync(join(elsewhere, 'bin'), join(folder, 'scheduler', 'link'));
  const server = launch(folder);
  await server.url;
  const rights = (path: string): string => (lstatSync(path).mode & 0o777).toString(8);
  expect([folder, elsewhere].map((place) => rights(join(place, 'bin', 'tool')))).toEqual(['755', '755']);
  expect([folder, elsewhere].map((place) => rights(join(place, 'bin')))).toEqual(['755', '755']);
  expect(rights(folder)).toBe('700');
  await server.stop('SIGINT');
});

test('a log of 600 MB is not read at the start, and is continued in a new file', async () => {
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
