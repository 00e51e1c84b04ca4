// The check of a deployment makes its dry runs first, and executes nothing where one of them fails.
import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import type { Send } from '../contract/exchange.ts';
import { inProcess } from '../contract/in-process.ts';
import { listenLocally } from '../support/listen.ts';
import { startService } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';

// The check starts a process for each of its parts.
jest.setTimeout(120_000);

let store: TestStore;
let server: Server;
let url: string;
/** Answers what the server receives. */
let send: Send;
/** Each request in a word: `dry run`, `canary` or `another`. */
const received: string[] = [];

beforeAll(async () => {
  store = await startDynalite();
  server = createServer((request, response) => {
    const answer = async (): Promise<void> => {
      const body = await buffer(request);
      received.push(wordFor(body.toString()));
      const type = request.headers['content-type'];
      const answered = await send({ body, headers: type === undefined ? {} : { 'content-type': type } });
      response.writeHead(answered.status, answered.headers).end(answered.body);
    };
    answer().catch((error: Error) => response.destroy(error));
  });
  url = await listenLocally(server);
});
beforeEach(() => {
  received.length = 0;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await store.stop();
});

const asked = ['another'];
const dryRuns = ['dry run', 'dry run', 'dry run', 'dry run'];
const isCanary = (body: string): boolean => body.includes('deploy-canary-');

function wordFor(body: string): string {
  if (body.includes('"dry_run":true')) return 'dry run';
  return isCanary(body) ? 'canary' : 'another';
}

/** Runs the check as the pipeline does, with a signature. */
function check(): Promise<{ readonly code: number; readonly output: string }> {
  const args = ['scripts/pipeline/main.ts', 'check', '--stage', 'dev', '--sha', 'a'.repeat(40), '--url', url];
  const credentials = { AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'none', AWS_SECRET_ACCESS_KEY: 'none' };
  const { CONTRACT_TOKEN: _token, CONTRACT_TOKEN_URL: _url, ...inherited } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env: { ...inherited, ...credentials } }, (error, stdout, stderr) =>
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
    );
  });
}

test('where every dry run passes, the canary comes next', async () => {
  const service = inProcess(await startService({ store }), 'text');
  const unavailable = { status: 503, headers: {}, body: 'the store is down' };
  send = (sent) =>
    isCanary(Buffer.from(sent.body).toString()) ? Promise.resolve(unavailable) : service(sent);
  const { code, output } = await check();
  expect(code).toBe(1);
  expect(output.match(/^(?:ok  |FAIL).*$/gm)).toEqual([
    ...['task', 'reminder', 'meeting', 'info'].map((action) => `ok    dry run of ${action}`),
    `FAIL  canary of ${'a'.repeat(40)}`,
  ]);
  // The first of each process asks whether the API accepts the caller.
  expect(received).toEqual([...asked, ...dryRuns, ...asked, 'canary']);
});

test.each([
  ['a variable is missing', { MEETING_ADAPTER: 'caldav' }],
  ['a URL is none', { TASK_ADAPTER: 'webhook', WEBHOOK_URL: 'hooks', WEBHOOK_SECRET: 'ssm:/secret' }],
])('where %s the check fails by its dry runs, and nothing is executed', async (_, variables) => {
  send = inProcess(await startService({ store, variables }), 'text');
  const { code, output } = await check();
  expect(code).toBe(1);
  expect(output.match(/^FAIL.*$/gm)).toEqual(
    ['task', 'reminder', 'meeting', 'info'].map((action) => `FAIL  dry run of ${action}`),
  );
  expect(output).toContain('internal_execution_error');
  expect(output).toContain('::error::The check of dev did not pass.');
  expect(received).toEqual([...asked, ...dryRuns]);
});
