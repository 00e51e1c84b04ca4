// How many requests reach DynamoDB for each kind of request, counted on the network, and the size of the item that a task writes.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { describeWith } from '../support/describe-with.ts';
import { startFaultProxy, type FaultProxy } from '../support/fault-proxy.ts';
import type { JsonObject } from '../../lib/domain/json.ts';
import {
  documentedRequest,
  infoRequest,
  meetingRequest,
  reminderRequest,
  skippedRequest,
  taskRequest,
  traceIdOf,
} from '../support/requests.ts';
import { startOutsideServer, variablesOf } from '../support/outside-server.ts';
import type { Receiver } from '../lib/adapters/delivery/receiver.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, type TestService } from '../support/service.ts';
import type { Item } from '../../lib/adapters/dynamodb/table.ts';
import { startTimeoutMs, startDynalite, startDynamoDbLocal, type TestStore } from '../support/store.ts';

// dynalite does not send the existing item along with a failed condition: it must be read.
describe('requests to dynalite', () => {
  suite(startDynalite, ['PutItem', 'GetItem']);
});
describeWith('DynamoDB Local', 'requests to DynamoDB Local', () => {
  suite(startDynamoDbLocal, ['PutItem']);
});

type VariablesOf = () => Readonly<Record<string, string>>;

function suite(start: () => Promise<TestStore>, replayOperations: readonly string[]): void {
  let store: TestStore;
  let proxy: FaultProxy;
  let scheduler: FakeScheduler;
  let outside: Receiver;
  let service: TestService;

  beforeAll(async () => {
    store = await start();
    proxy = await startFaultProxy(store.endpoint, () => undefined, 0);
    scheduler = await startFakeScheduler();
    outside = await startOutsideServer();
    service = await serviceWith({});
  }, startTimeoutMs);
  beforeEach(() => {
    proxy.calls.splice(0);
    outside.received.splice(0);
  });
  afterAll(async () => {
    await outside.close();
    await proxy.close();
    await scheduler.close();
    await store.stop();
  });

  const serviceWith = async (variables: Readonly<Record<string, string>>) =>
    await startService({
      store: { ...store, endpoint: proxy.endpoint },
      schedulerEndpoint: scheduler.endpoint,
      ssmEndpoint: outside.url,
      variables,
    });

  /** Sends the requests, and gives the operations that reached the store. */
  const operationsOf = async (expected: readonly number[], ...requests: { readonly json: JsonObject }[]) =>
    await operationsWith(service, expected, ...requests);
  const operationsWith = async (
    called: TestService,
    expected: readonly number[],
    ...requests: { readonly json: JsonObject }[]
  ) => {
    const before = proxy.calls.length;
    for (const [index, request] of requests.entries()) {
      const answer = await called.send(request);
      expect(answer.status).toBe(expected[index]);
    }
    return proxy.calls.slice(before).map(({ operation }) => operation);
  };

  test.each([
    ['task', taskRequest],
    ['meeting', meetingRequest],
  ])(
    'a %s makes one DynamoDB call for its first execution; its replay makes one more where the store does not send the item along',
    async (_type, build) => {
      const request = build();
      expect(await operationsOf([200], request)).toEqual(['PutItem']);
      expect(await operationsOf([200], request)).toEqual(replayOperations);
    },
  );

  test('a reminder makes two DynamoDB calls for its first execution; its replay makes as many as that of a task', async () => {
    const request = reminderRequest();
    expect(await operationsOf([200], request)).toEqual(['PutItem', 'UpdateItem']);
    expect(await operationsOf([200], request)).toEqual(replayOperations);
  });

  const caldav = () => variablesOf.caldav(outside.url);
  const webhook = () => variablesOf.webhook(outside.url);
  const google = () => variablesOf.google(outside.url, `${outside.url}/token`);
  const chosen: [adapter: string, action: string, build: typeof taskRequest, variables: VariablesOf][] = [
    ['webhook', 'task', taskRequest, webhook],
    ['webhook', 'reminder', reminderRequest, webhook],
    ['webhook', 'meeting', meetingRequest, webhook],
    ['caldav', 'task', taskRequest, caldav],
    ['caldav', 'reminder', reminderRequest, caldav],
    ['caldav', 'meeting', meetingRequest, caldav],
    ['google', 'meeting', meetingRequest, google],
  ];

  test.each(chosen)(
    'with the adapter %s a %s makes two DynamoDB calls for its first execution; its replay makes as many as that of a task',
    async (_adapter, _action, build, variables) => {
      const called = await serviceWith(variables());
      const request = build();
      expect(await operationsWith(called, [200], request)).toEqual(['PutItem', 'UpdateItem']);
      expect(await operationsWith(called, [200], request)).toEqual(replayOperations);
    },
  );

  test('an execution whose outside system fails makes two DynamoDB calls, and two more than a replay when it is tried again', async () => {
    const request = taskRequest();
    const failing = await serviceWith(variablesOf.webhook(`${outside.url}/missing`));
    expect(await operationsWith(failing, [503], request)).toEqual(['PutItem', 'UpdateItem']);
    const working = await serviceWith(webhook());
    expect(await operationsWith(working, [200], request)).toEqual([
      ...replayOperations,
      'UpdateItem',
      'UpdateItem',
    ]);
  });

  test.each([
    ['caldav', caldav],
    ['google', google],
  ])(
    'a participant that the adapter %s cannot invite makes one DynamoDB call, which looks for an execution',
    async (_adapter, variables) => {
      const request = meetingRequest({ payload: { participants: ['Grace'] } });
      expect(await operationsWith(await serviceWith(variables()), [422], request)).toEqual(['GetItem']);
    },
  );

  test('with an adapter of an outside system a skipped or refused request makes no DynamoDB call', async () => {
    const requests = [
      skippedRequest(),
      taskRequest({ payload: { title: ' ' } }),
      meetingRequest({ payload: { end_time: '2041-03-03T10:00:00Z' } }),
    ];
    expect(await operationsWith(await serviceWith(caldav()), [200, 422, 422], ...requests)).toEqual([]);
    expect(outside.received).toEqual([]);
  });

  test('a conflict makes as many DynamoDB calls as a replay', async () => {
    const request = taskRequest();
    const rival = taskRequest({ traceId: traceIdOf(request), payload: { title: 'Prune the roses' } });
    expect(await operationsOf([200], request)).toEqual(['PutItem']);
    expect(await operationsOf([422], rival)).toEqual(replayOperations);
  });

  test('an info makes one DynamoDB call, for an execution and for a topic, found or not', async () => {
    const task = taskRequest();
    await service.send(task);
    await store.putTopic('opening hours', { monday: '9 to 5' });
    proxy.calls.splice(0);
    const queries = [`trace:${traceIdOf(task)}`, 'trace:nobody', 'opening hours', 'closing hours'];
    for (const [index, query] of queries.entries()) {
      expect(await operationsOf([[200, 404][index % 2] ?? 0], infoRequest(query))).toEqual(['GetItem']);
    }
  });

  test('an info for an id that no execution can have makes no DynamoDB call', async () => {
    expect(await operationsOf([404], infoRequest('task:nobody'))).toEqual([]);
  });

  test('a skipped request makes no DynamoDB call', async () => {
    expect(await operationsOf([200], skippedRequest())).toEqual([]);
  });

  test('a refused request makes no DynamoDB call, whichever check refuses it', async () => {
    const refused = [
      taskRequest({ payload: { title: ' ' } }),
      taskRequest({ payload: { titel: 'Water the ferns' } }),
      taskRequest({ payload: { action_type: 'notes' } }),
      reminderRequest({ payload: { time: '2041-02-30T09:30:00Z' } }),
      meetingRequest({ payload: { end_time: '2041-03-03T10:00:00Z' } }),
    ];
    expect(await operationsOf([422, 422, 422, 422, 422], ...refused)).toEqual([]);
  });

  test('a reminder in the past makes one DynamoDB call, which looks for an execution', async () => {
    const late = reminderRequest({ payload: { time: '2001-06-02T09:30:00Z' } });
    expect(await operationsOf([422], late)).toEqual(['GetItem']);
  });

  test('the log has the number of calls that were made', async () => {
    const answer = await service.send(taskRequest());
    const replayable = reminderRequest();
    const first = await service.send(replayable);
    const replay = await service.send(replayable);
    const logged = [answer, first, replay].map((each) => service.linesOf(each).at(-1)?.['store_calls']);
    expect(logged).toEqual([1, 2, replayOperations.length]);
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
 * The size of an item of strings: names and values in UTF-8.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
function sizeOf(item: Item): number {
  return Object.entries(item)
    .map(([name, { S: text }]) => {
      if (text === undefined) throw new TypeError(`${name} is not a string`);
      return Buffer.byteLength(name) + Buffer.byteLength(text);
    })
    .reduce((sum, size) => sum + size, 0);
}
