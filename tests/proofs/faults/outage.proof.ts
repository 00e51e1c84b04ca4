// The proof that an outage of the store loses nothing and doubles nothing, and that callers get store_unavailable in time.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../../support/describe-with.ts';
import type { FaultName } from '../../support/fault-names.ts';
import { meetingRequest, reminderRequest, taskRequest, traceIdOf } from '../../support/requests.ts';
import { startService } from '../../support/service.ts';
import { startDynamoDbLocal, type TestStore } from '../../support/store.ts';
import { startHarness, type Harness } from './harness.ts';

const limitMs = 10_000;
const requestMakers = { task: taskRequest, reminder: reminderRequest, meeting: meetingRequest };
const outages: readonly (FaultName | 'refusing')[] = [
  'refusing',
  'never',
  'throttle',
  '500',
  '503',
  'expired',
];

describeWith('DynamoDB Local', 'an outage of the store', () => {
  let store: TestStore;
  let harness: Harness;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    harness = await startHarness(store);
  });
  afterAll(async () => {
    await harness.stop();
    await store.stop();
  });

  /** Sends with a store that refuses connections, or through the proxy that breaks every call. */
  async function sendBroken(outage: FaultName | 'refusing', json: Readonly<Record<string, unknown>>) {
    const scenario = harness.begin([String(json['trace_id'])]);
    scenario.plan = () => (outage === 'refusing' ? undefined : outage);
    const endpoint = outage === 'refusing' ? 'http://127.0.0.1:9' : harness.endpoints.dynamodb;
    const service = await startService({
      store: { ...store, endpoint },
      schedulerEndpoint: harness.endpoints.scheduler,
    });
    Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local' });
    const startedMs = performance.now();
    const answer = await service.send(
      { json },
      { remainingMs: () => limitMs - (performance.now() - startedMs) },
    );
    return { scenario, answer, tookMs: performance.now() - startedMs };
  }

  // One test for each outage: Jest allows no imports outside of its tests.
  test.each(outages)(
    'while it is %s, every action gets store_unavailable in time, and executes once when the store is back',
    async (outage) => {
      await Promise.all(Object.values(requestMakers).map((make) => outlive(outage, make().json)));
    },
    60_000,
  );

  async function outlive(outage: FaultName | 'refusing', json: Readonly<Record<string, unknown>>) {
    const traceId = traceIdOf({ json });
    const { scenario, answer, tookMs } = await sendBroken(outage, json);
    expect({ ...answer, body: JSON.parse(answer.body) as unknown }).toEqual({
      status: 503,
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'cache-control': 'no-store',
        'x-trace-id': traceId,
        'retry-after': '1',
      },
      body: {
        trace_id: traceId,
        status: 'failed',
        execution_result: {
          success: false,
          error_code: 'store_unavailable',
          message: 'the outcome could not be confirmed; send the same request again to learn it',
          retryable: true,
        },
      },
    });
    expect(tookMs).toBeLessThan(limitMs - 250);
    expect(await store.itemOf(traceId)).toBeUndefined();
    scenario.plan = () => undefined;
    const [first, second] = [await harness.send(scenario, { json }), await harness.send(scenario, { json })];
    expect([first.status, first.headers['idempotent-replayed']]).toEqual([200, undefined]);
    expect([second.body, second.headers['idempotent-replayed']]).toEqual([first.body, 'true']);
  }
});
