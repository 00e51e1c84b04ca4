// Owns the number of requests that reach DynamoDB, counted at the wire, and the size of what they write.
// Leaves to the suite of the port what each of them says.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { describeWith } from '../support/describe-with.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import {
  documentedRequest,
  infoRequest,
  meetingRequest,
  reminderRequest,
  skippedRequest,
  taskRequest,
  traceIdOf,
  type Json,
} from '../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, type Service } from '../support/service.ts';
import {
  startTimeoutMs,
  startDynalite,
  startDynamoDbLocal,
  type Item,
  type TestStore,
} from '../support/store.ts';

/** An embedded store does not send the old item along: it must be asked for it. */
describe('requests to the embedded store', () => {
  suite(startDynalite, ['PutItem', 'GetItem']);
});
describeWith('DynamoDB Local', 'requests to DynamoDB Local', () => {
  suite(startDynamoDbLocal, ['PutItem']);
});

function suite(start: () => Promise<TestStore>, toReplay: readonly string[]): void {
  let store: TestStore;
  let wire: FaultProxy;
  let scheduler: FakeScheduler;
  let service: Service;

  beforeAll(async () => {
    store = await start();
    wire = await startFaultProxy(store.endpoint, () => undefined, 0);
    scheduler = await startFakeScheduler();
    service = await startService({
      store: { ...store, endpoint: wire.endpoint },
      schedulerEndpoint: scheduler.endpoint,
    });
  }, startTimeoutMs);
  beforeEach(() => void wire.calls.splice(0));
  afterAll(async () => {
    await wire.close();
    await scheduler.close();
    await store.stop();
  });

  /** What reached the store for these requests, and what was said of it in the log. */
  const operationsOf = async (expected: readonly number[], ...requests: { readonly json: Json }[]) => {
    const before = wire.calls.length;
    for (const [index, request] of requests.entries()) {
      const answer = await service.send(request);
      expect(answer.status).toBe(expected[index]);
    }
    return wire.calls.slice(before).map(({ operation }) => operation);
  };

  test.each([
    ['task', taskRequest],
    ['meeting', meetingRequest],
  ])(
    'a %s takes one for its first execution, and its replay what the store asks for',
    async (_type, build) => {
      const request = build();
      expect(await operationsOf([200], request)).toEqual(['PutItem']);
      expect(await operationsOf([200], request)).toEqual(toReplay);
    },
  );

  test('a reminder takes two for its first execution, and its replay what the store asks for', async () => {
    const request = reminderRequest();
    expect(await operationsOf([200], request)).toEqual(['PutItem', 'UpdateItem']);
    expect(await operationsOf([200], request)).toEqual(toReplay);
  });

  test('a conflict takes as many as a replay', async () => {
    const request = taskRequest();
    const rival = taskRequest({ traceId: traceIdOf(request), payload: { title: 'Prune the roses' } });
    expect(await operationsOf([200], request)).toEqual(['PutItem']);
    expect(await operationsOf([422], rival)).toEqual(toReplay);
  });

  test('an info takes one, for an execution and for a topic, found or not', async () => {
    const task = taskRequest();
    await service.send(task);
    await store.putTopic('opening hours', { monday: '9 to 5' });
    wire.calls.splice(0);
    const queries = [`trace:${traceIdOf(task)}`, 'trace:nobody', 'opening hours', 'closing hours'];
    for (const [index, query] of queries.entries()) {
      expect(await operationsOf([[200, 404][index % 2] ?? 0], infoRequest(query))).toEqual(['GetItem']);
    }
  });

  test('an id that no execution can have takes none', async () => {
    expect(await operationsOf([404], infoRequest('task:nobody'))).toEqual([]);
  });

  test('a skip takes none', async () => {
    expect(await operationsOf([200], skippedRequest())).toEqual([]);
  });

  test('a refusal takes none, whichever check it comes from', async () => {
    const refused = [
      taskRequest({ payload: { title: ' ' } }),
      taskRequest({ payload: { titel: 'Water the ferns' } }),
      taskRequest({ payload: { action_type: 'notes' } }),
      reminderRequest({ payload: { time: '2041-02-30T09:30:00Z' } }),
      meetingRequest({ payload: { end_time: '2041-03-03T10:00:00Z' } }),
    ];
    expect(await operationsOf([422, 422, 422, 422, 422], ...refused)).toEqual([]);
  });

  test('a reminder in the past takes one look at what stands there', async () => {
    const late = reminderRequest({ payload: { time: '2001-06-02T09:30:00Z' } });
    expect(await operationsOf([422], late)).toEqual(['GetItem']);
  });

  test('the log tells as many calls as were made', async () => {
    const answer = await service.send(taskRequest());
    const replayable = reminderRequest();
    const first = await service.send(replayable);
    const replay = await service.send(replayable);
    const told = [answer, first, replay].map((each) => service.linesOf(each).at(-1)?.['store_calls']);
    expect(told).toEqual([1, 2, toReplay.length]);
  });

  test("the documented task's item is at most 1,024 bytes, one write unit", async () => {
    await service.send(documentedRequest());
    const item = await store.itemOf('task-001');
    expect(Object.keys(item ?? {}).toSorted()).toEqual([
      'action_type',
      'created_at',
      'execution_result',
      'fingerprint',
      'state',
      'token',
      'trace_id',
    ]);
    expect(sizeOf(item ?? {})).toBeLessThanOrEqual(1_024);
  });
}

/**
 * The size of an item of texts: names and values in UTF-8.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
function sizeOf(item: Item): number {
  return Object.entries(item)
    .map(([name, { S: text }]) => {
      if (text === undefined) throw new TypeError(`${name} is not a text`);
      return Buffer.byteLength(name) + Buffer.byteLength(text);
    })
    .reduce((sum, size) => sum + size, 0);
}
