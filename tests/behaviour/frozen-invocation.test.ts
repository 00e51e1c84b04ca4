// An invocation that the platform freezes in the middle of its work, and resumes long after its deadline.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import { reminderRequest, taskRequest, traceIdOf } from '../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, type ServiceAnswer, type TestService } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';

let store: TestStore;
let scheduler: FakeScheduler;
let toStore: FaultProxy;
let toScheduler: FaultProxy;
let service: TestService;
let remainingMs = 10_000;
let clockMs = 0;
/** After this many requests to the store the platform freezes the invocation. */
let frozenAfter = Number.POSITIVE_INFINITY;

beforeAll(async () => {
  store = await startDynalite();
  scheduler = await startFakeScheduler();
  const freeze = (): undefined => {
    if (toStore.calls.length + 1 >= frozenAfter) remainingMs = -3_600_000;
  };
  toStore = await startFaultProxy(store.endpoint, freeze, 0);
  toScheduler = await startFaultProxy(scheduler.endpoint, () => undefined, 0);
  service = await startService({
    store: { ...store, endpoint: toStore.endpoint },
    schedulerEndpoint: toScheduler.endpoint,
    runtime: { epochMs: () => Date.now() + clockMs },
  });
});
afterAll(async () => {
  await toStore.close();
  await toScheduler.close();
  await scheduler.close();
  await store.stop();
});

async function send(request: ReturnType<typeof taskRequest>, freeze?: number): Promise<ServiceAnswer> {
  toStore.calls.length = 0;
  toScheduler.calls.length = 0;
  remainingMs = 10_000;
  frozenAfter = freeze ?? Number.POSITIVE_INFINITY;
  return await service.send(request, { remainingMs: () => remainingMs });
}

test('an invocation resumed after its deadline sends nothing more, and a later try executes once', async () => {
  const request = reminderRequest();
  const answer = await send(request, 1);
  expect(answer.status).toBe(503);
  expect(toStore.calls.map(({ operation }) => operation)).toEqual(['PutItem']);
  expect(toScheduler.calls).toEqual([]);
  expect((await store.itemOf(traceIdOf(request)))?.['state']).toEqual({ S: 'pending' });

  expect((await send(request)).status).toBe(409);
  clockMs += 60_000;
  expect((await send(request)).status).toBe(200);
  expect(scheduler.created.map(({ traceId }) => traceId)).toEqual([traceIdOf(request)]);
});

test('an invocation resumed before its first call sends nothing', async () => {
  toStore.calls.length = 0;
  const request = taskRequest();
  const answer = await service.send(request, { remainingMs: frozenAfterAsking(2) });
  expect(answer.status).toBe(504);
  expect(toStore.calls).toEqual([]);
});

/** Ten seconds remain for the first calls; after those the deadline has passed long ago. */
function frozenAfterAsking(times: number): () => number {
  let asked = 0;
  return () => ((asked += 1) <= times ? 10_000 : -3_600_000);
}
