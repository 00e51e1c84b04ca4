// The contract's cases on `npm start`, over HTTP, by the command that tests any URL; and the options and errors of that command.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { listenLocally } from '../support/listen.ts';
import { faultsOf } from '../support/log-lines.ts';
import { takeNotes } from '../support/sent.ts';
import { allCases } from './all-cases.ts';
import { dependsOnAdapter, isReadOnly, withRun } from './case.ts';

// Each test starts one or two processes, which takes long on a busy machine.
jest.setTimeout(60_000);

const stateFolder = mkdtempSync(join(tmpdir(), 'contract-'));
let server: ChildProcess;
let url: string;

beforeAll(async () => {
  const env = { ...process.env, PORT: '0', STATE_FOLDER: stateFolder };
  server = spawn(process.execPath, ['scripts/start.ts'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  url = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr?.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /API\s+(http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    server.once('exit', () => reject(new Error(`the server did not start: ${said}`)));
  });
});
afterAll(async () => {
  if (server.exitCode === null) {
    const ended = once(server, 'exit');
    server.kill('SIGINT');
    await ended;
  }
  rmSync(stateFolder, { recursive: true });
});

async function testContract(...given: (string | Readonly<Record<string, string>>)[]) {
  const args = given.filter((one) => typeof one === 'string');
  const env = Object.assign(
    { ...process.env },
    ...given.filter((one) => typeof one !== 'string'),
  ) as NodeJS.ProcessEnv;
  const child = spawn(process.execPath, ['scripts/test-contract.ts', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(child, 'exit') as Promise<[number]>;
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [exitCode] = await exited;
  return { exitCode, stderr, lines: stdout.trimEnd().split('\n') };
}

test('every case passes over HTTP, and no log line holds a value of a payload', async () => {
  const { exitCode, stderr, lines } = await testContract('--url', url);
  expect(lines.filter((line) => !line.startsWith('ok'))).toEqual([
    '',
    expect.stringMatching(`^${allCases.length} of ${allCases.length} cases pass`),
  ]);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });

  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  const notes = takeNotes({ stage: 'local', version });
  // The first request of the command, which checks whether the URL answers.
  notes.note({ json: { trace_id: 'contract-test', decision: 'respond' } });
  const run = /run (\w+)/.exec(lines.at(-1) ?? '')?.[1] ?? '';
  for (const given of allCases)
    for (const { request } of withRun(given, run).steps) {
      const { base64, ...text } = request;
      notes.note(base64 === undefined ? text : { body: base64, isBase64Encoded: true });
    }
  const logged = readFileSync(join(stateFolder, 'log.jsonl'), 'utf8').trimEnd().split('\n');
  expect(logged.length).toBeGreaterThan(2 * allCases.length);
  expect(faultsOf(logged, notes)).toEqual([]);
});

test('with --read-only only the cases run that store nothing and hold with every adapter', async () => {
  const chosen = allCases
    .filter((given) => isReadOnly(given) && !dependsOnAdapter(given))
    .map(({ name }) => `ok    ${name}`);
  const { exitCode, lines } = await testContract('--url', url, '--read-only');
  expect(lines.slice(0, -2)).toEqual(chosen);
  expect(exitCode).toBe(0);
});

test('the canary of a commit passes, also when it runs again for the same commit', async () => {
  for (const _time of ['first', 'again']) {
    const { exitCode, lines } = await testContract('--url', url, '--canary', '0123abc', '--read-only');
    expect(lines[0]).toBe('ok    canary of 0123abc');
    expect(exitCode).toBe(0);
  }
});

test('only a dry run of each action is made where that is asked for, and nothing is executed', async () => {
  const logFile = join(stateFolder, 'log.jsonl');
  const before = readFileSync(logFile, 'utf8').length;
  const { exitCode, lines } = await testContract('--url', url, '--dry-runs');
  expect(lines).toEqual([
    ...['task', 'reminder', 'meeting', 'info'].map((type) => `ok    dry run of ${type}`),
    '',
    expect.stringMatching(/^4 of 4 cases pass/),
  ]);
  expect(exitCode).toBe(0);
  const logged = readFileSync(logFile, 'utf8').slice(before).trimEnd().split('\n');
  const outcomes = logged.map((line) => (JSON.parse(line) as { message: string }).message);
  expect(outcomes.filter((message) => message !== 'REQUEST_RECEIVED')).toEqual([
    'EXECUTION_SKIPPED',
    ...Array.from({ length: 4 }, () => 'EXECUTION_PLANNED'),
  ]);
});

test.each([
  ['an invalid commit', ['--canary', 'HEAD'], '', '--canary must be a commit'],
  ['a signature and a token at once', ['--sign'], 'a.b.c', '--sign and CONTRACT_TOKEN exclude each other'],
])('%s is refused with exit code 2', async (_what, options, token, message) => {
  const { exitCode, stderr } = await testContract({ CONTRACT_TOKEN: token }, '--url', url, ...options);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('a.b.c');
  expect(exitCode).toBe(2);
});

test('a URL without a server gives one sentence and exit code 1', async () => {
  const server = createServer();
  const closedUrl = await listenLocally(server);
  await new Promise((resolve) => server.close(resolve));
  const { exitCode, stderr, lines } = await testContract('--url', closedUrl);
  expect(lines).toEqual(['']);
  expect(stderr).toBe(
    `${closedUrl} cannot be tested: connect ECONNREFUSED ${closedUrl.slice('http://'.length)}.\n`,
  );
  expect(exitCode).toBe(1);
});

test('a URL without the service gives one sentence and exit code 1', async () => {
  const { exitCode, stderr } = await testContract('--url', `${url}/elsewhere`);
  expect(stderr).toBe(
    `${url}/elsewhere cannot be tested: nothing is served there (404 {"message":"Not Found"}).\n`,
  );
  expect(exitCode).toBe(1);
});

test('an API whose traffic is stopped does not let the pipeline in', async () => {
  const server = createServer((_request, response) => response.writeHead(429).end('{}'));
  const stopped = await listenLocally(server);
  const { exitCode, stderr } = await testContract('--url', stopped, '--reach-only');
  server.close();
  expect(stderr).toContain('answers with 429');
  expect(exitCode).toBe(1);
});

test('without a URL the command prints its usage', async () => {
  const { exitCode, stderr } = await testContract();
  expect(stderr).toMatch(/^Usage: npm run test:contract/);
  expect(exitCode).toBe(2);
});
