import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, jest, test } from '@jest/globals';
import { exampleRequest } from '../../scripts/local/docs.ts';
import { cleanUp, launch, newStateFolder, post, until } from './launch.ts';

// How many times longer than alone a start may take: other tests run on the same cores.
const slowdown = 3;

const request: unknown = JSON.parse(exampleRequest());
const answer =
  '{"trace_id":"task-001","status":"success","execution_result":{"success":true,"task_id":"task_001","title":"Submit payroll report"}}';

// Several starts in one test take a while on a busy machine.
jest.setTimeout(60_000);
afterEach(cleanUp);

test('npm start is ready within 5 seconds, and Ctrl-C leaves no process', async () => {
  const startedAt = performance.now();
  const server = launch(newStateFolder(), {}, ['npm', 'start']);
  const url = await server.url;
  // The limit of 5 s is for an idle machine.
  expect(performance.now() - startedAt).toBeLessThan(5_000 * slowdown);
  expect(await (await post(url, request)).text()).toBe(answer);
  // npm itself may exit as interrupted, because its shell was; the tests below assert the server's own exit code.
  expect([0, null]).toContain(await server.stop('SIGINT', 'group'));
  await until(() => (server.isAnyLeft() ? undefined : true), 5_000);
});

test('the documented request gets the documented bytes, and after a restart the same ones as a replay', async () => {
  const folder = newStateFolder();
  const first = launch(folder);
  const executed = await post(await first.url, request);
  expect([executed.status, executed.headers.get('idempotent-replayed'), await executed.text()]).toEqual([
    200,
    null,
    answer,
  ]);
  expect(await first.stop('SIGTERM')).toBe(0);

  const second = launch(folder);
  const replayed = await post(await second.url, request);
  expect([replayed.status, replayed.headers.get('idempotent-replayed'), await replayed.text()]).toEqual([
    200,
    'true',
    answer,
  ]);
  expect(await second.stop('SIGINT')).toBe(0);
});

test('kill -9 loses no answered execution', async () => {
  const folder = newStateFolder();
  const first = launch(folder);
  const url = await first.url;
  const send = (to: string, index: number) => post(to, { ...(request as object), trace_id: `kill-${index}` });
  const answers = await Promise.all(Array.from({ length: 50 }, (_, index) => send(url, index)));
  await first.stop('SIGKILL');
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));

  const second = launch(folder);
  const urlAfter = await second.url;
  const replays = await Promise.all(answers.map((_, index) => send(urlAfter, index)));
  expect(replays.map(({ headers }) => headers.get('idempotent-replayed'))).toEqual(replays.map(() => 'true'));
});

test('the curl command that it prints gets the documented answer', async () => {
  const server = launch(newStateFolder());
  await server.url;
  const command =
    /^ {2}curl[^]*?'$/m.exec(server.said.stderr.replaceAll('\\\n', ' '))?.[0] ?? 'no curl was printed';
  const curl = launch(newStateFolder(), {}, ['sh', '-c', command]);
  await curl.exited;
  expect(curl.said.stdout).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  expect(curl.said.stdout.split('\r\n\r\n')[1]).toBe(answer);
});

test('when piped, stdout has JSON lines only, and log.jsonl has the same lines', async () => {
  const folder = newStateFolder();
  const server = launch(folder);
  await post(await server.url, request);
  await until(() => (server.said.stdout.includes('EXECUTION_SUCCESS') ? true : undefined), 2_000);
  await server.stop('SIGINT');
  const lines = server.said.stdout.trimEnd().split('\n');
  const messages = lines.map((line) => (JSON.parse(line) as { message: string }).message);
  expect(messages).toEqual(['REQUEST_RECEIVED', 'EXECUTION_SUCCESS']);
  expect(readFileSync(join(folder, 'log.jsonl'), 'utf8')).toBe(server.said.stdout);
});

test('after Ctrl-C the requests that are in progress get their answers, also when the signal arrives twice', async () => {
  const folder = newStateFolder();
  const bundle = join(folder, 'slow.cjs');
  writeFileSync(
    bundle,
    `exports.handler = async () => {
      console.log('{"message":"BEGUN"}');
      await new Promise((resolve) => setTimeout(resolve, 1000));
      return { statusCode: 200, body: 'done' };
    };`,
  );
  const server = launch(folder, {}, [process.execPath, 'scripts/start.ts', '--bundle', bundle]);
  const url = await server.url;
  const answers = [post(url, {}), post(url, {})];
  await until(() => (server.said.stdout.split('BEGUN').length > answers.length ? true : undefined), 5_000);
  server.child.kill('SIGINT');
  expect(await server.stop('SIGINT')).toBe(0);
  const texts = (await Promise.all(answers)).map(async (answer) => await answer.text());
  expect(await Promise.all(texts)).toEqual(['done', 'done']);
});
