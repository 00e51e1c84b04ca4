// The time limit of an invocation: no call starts whose outcome could not be answered any more, and no call outlasts the limit.
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { listenLocally } from '../support/listen.ts';
import {
  infoRequest,
  meetingRequest,
  reminderRequest,
  skippedRequest,
  taskRequest,
  traceIdOf,
} from '../support/requests.ts';
import { startService, type ServiceAnswer } from '../support/service.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const app = startBeforeAll();
let silent: Server;
let silentEndpoint: string;

beforeAll(async () => {
  // Accepts every request, and never answers.
  silent = createServer();
  silentEndpoint = await listenLocally(silent);
});
afterAll(() => {
  silent.closeAllConnections();
  silent.close();
});

const timers: NodeJS.Timeout[] = [];
afterEach(() => {
  for (const timer of timers.splice(0)) clearInterval(timer);
});

/** A pause that is longer is one in which a busy machine has not run this process, and counts as no more. */
const maxPauseMs = 25;

/** A countdown like the one of the platform, of the time in which this process could run. */
function countdown(ms: number): () => number {
  let leftMs = ms;
  let readMs = performance.now();
  const read = (): number => {
    const nowMs = performance.now();
    leftMs -= Math.min(nowMs - readMs, maxPauseMs);
    readMs = nowMs;
    return leftMs;
  };
  timers.push(setInterval(read, 5));
  return read;
}

/** Status, error code, whether it is retryable, and the retry-after header. */
function describeFailure({ status, headers, body }: ServiceAnswer): unknown[] {
  const { execution_result } = JSON.parse(body) as { execution_result: Record<string, unknown> };
  return [status, execution_result['error_code'], execution_result['retryable'], headers['retry-after']];
}

const exceeded = [504, 'deadline_exceeded', true, undefined];
const storeUnavailable = [503, 'store_unavailable', true, '1'];

test.each([
  ['task', taskRequest],
  ['reminder', reminderRequest],
  ['meeting', meetingRequest],
])('with less than 600 ms left a %s is not executed, and nothing is written', async (_type, build) => {
  const request = build();
  const answer = await app.service.send(request, { remainingMs: () => 599 });
  expect(describeFailure(answer)).toEqual(exceeded);
  expect(app.service.linesOf(answer).at(-1)).toMatchObject({ level: 'ERROR', store_calls: 0 });
  expect(await app.store.itemOf(traceIdOf(request))).toBeUndefined();
  expect(app.scheduler.created).toEqual([]);
  expect((await app.service.send(request)).headers).not.toHaveProperty('idempotent-replayed');
  app.scheduler.created.splice(0);
});

test('with less than 600 ms left an info is not looked up', async () => {
  expect(
    describeFailure(await app.service.send(infoRequest('trace:nobody'), { remainingMs: () => 599 })),
  ).toEqual(exceeded);
});

test('with 600 ms left a task is executed', async () => {
  const answer = await app.service.send(taskRequest(), { remainingMs: () => 600 });
  expect([answer.status, app.service.linesOf(answer).at(-1)?.['store_calls']]).toEqual([200, 1]);
});

test('what needs no call to the store is answered however little time is left', async () => {
  const little = { remainingMs: () => 300 };
  expect((await app.service.send(skippedRequest(), little)).status).toBe(200);
  expect(describeFailure(await app.service.send(taskRequest({ payload: { title: '' } }), little))[1]).toBe(
    'missing_task_title',
  );
});

test.each([
  ['task', taskRequest],
  ['reminder', reminderRequest],
  ['info', () => infoRequest('trace:nobody')],
])('where the store hangs, a %s is answered before the limit', async (_type, build) => {
  const hanging = await startService({ store: { ...app.store, endpoint: silentEndpoint } });
  const remainingMs = countdown(1_500);
  const answer = await hanging.send(build(), { remainingMs });
  // The call is given up at 500; the invocation as a whole, if that fails, at 250.
  expect(remainingMs()).toBeGreaterThan(350);
  expect(describeFailure(answer)).toEqual(storeUnavailable);
});

test('a store that hangs is given up after three attempts, in less than seven of the ten seconds', async () => {
  const hanging = await startService({ store: { ...app.store, endpoint: silentEndpoint } });
  const remainingMs = countdown(10_000);
  const answer = await hanging.send(taskRequest(), { remainingMs });
  expect(describeFailure(answer)).toEqual(storeUnavailable);
  expect(remainingMs()).toBeGreaterThan(3_000);
});

test('a scheduler that hangs is given up in time to release the claim', async () => {
  const hanging = await startService({ store: app.store, schedulerEndpoint: silentEndpoint });
  const request = reminderRequest();
  const remainingMs = countdown(3_500);
  const answer = await hanging.send(request, { remainingMs });
  expect(describeFailure(answer)).toEqual([503, 'adapter_unavailable', true, '1']);
  expect(remainingMs()).toBeGreaterThan(250);
  expect(await app.store.itemOf(traceIdOf(request))).toMatchObject({
    state: { S: 'pending' },
    lease_until: { N: '0' },
  });
  expect((await app.service.send(request)).status).toBe(200);
});
