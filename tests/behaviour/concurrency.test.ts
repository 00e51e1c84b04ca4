// Exactly once under concurrency: copies of one request, and different requests under one trace id, at the same time.
import { beforeAll, expect, jest, test } from '@jest/globals';
import * as send from '../../lib/adapters/send.ts';
import { describeWith } from '../support/describe-with.ts';
import { newTraceId, taskRequest } from '../support/requests.ts';
import { labelOf, type ServiceAnswer } from '../support/service.ts';
import { startDynamoDbLocal } from '../support/store.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

/** No attempt times out or waits for a socket, so that a slow machine changes nothing in who wins. */
const unhurriedClient = { maxAttempts: 1, requestHandler: { httpAgent: { maxSockets: 500 } } };
const plentyOfTime = { remainingMs: () => 120_000 };
jest.unstable_mockModule('../../lib/adapters/send.ts', () => ({
  ...send,
  clientConfig: (endpoint: string) => ({ ...send.clientLimits, ...unhurriedClient, endpoint }),
}));

describeWith('DynamoDB Local', 'requests at the same time', () => {
  const app = startBeforeAll(startDynamoDbLocal);
  beforeAll(async () => {
    // The first request warms both sides up.
    await app.service.send(taskRequest());
  });

  test('of 500 copies of one request one executes, and the other 499 get its response as a replay', async () => {
    const request = taskRequest();
    const before = (await app.store.items()).length;
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => app.service.send(request, plentyOfTime)),
    );
    expect((await app.store.items()).length - before).toBe(1);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 500 });
    expect(tally(answers.map(isReplay))).toEqual({ false: 1, true: 499 });
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  }, 60_000);

  test('of two different requests under one trace id one succeeds, and the other is a conflict: 250 pairs', async () => {
    const pairs = Array.from({ length: 250 }, () => {
      const traceId = newTraceId();
      return [
        taskRequest({ traceId, payload: { title: 'Prune the roses' } }),
        taskRequest({ traceId, payload: { title: 'Graft the quince' } }),
      ];
    });
    const answers = await Promise.all(
      pairs.map(
        async (pair) =>
          await Promise.all(pair.map(async (request) => await app.service.send(request, plentyOfTime))),
      ),
    );
    expect(tally(answers.map((pair) => pair.map(labelOf).toSorted().join(' and ')))).toEqual({
      'success and trace_id_conflict': 250,
    });
  }, 60_000);
});

function isReplay({ headers }: ServiceAnswer): boolean {
  return headers['idempotent-replayed'] === 'true';
}

/** How often each value occurs. */
function tally(values: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}
