// Owns the promise "once, and only once" where copies and rivals of a request come at the same time.
import { beforeAll, expect, jest, test } from '@jest/globals';
import * as send from '../../lib/adapters/send.ts';
import { describeWith } from '../support/describe-with.ts';
import { newTraceId, taskRequest } from '../support/requests.ts';
import { type Answer } from '../support/service.ts';
import { startDynamoDbLocal } from '../support/store.ts';
import { startBeforeAll } from './start-before-all.ts';

/** The question here is who wins, not how fast a busy machine is: no attempt is cut short, and none waits for a socket. */
const patience = { maxAttempts: 1, requestHandler: { httpAgent: { maxSockets: 500 } } };
const withPatience = { remainingMs: () => 120_000 };
jest.unstable_mockModule('../../lib/adapters/send.ts', () => ({
  ...send,
  clientConfig: (endpoint: string) => ({ ...send.clientLimits, ...patience, endpoint }),
}));

describeWith('DynamoDB Local', 'requests at the same time', () => {
  const app = startBeforeAll(startDynamoDbLocal);
  beforeAll(async () => {
    // The first request warms both sides up.
    await app.service.send(taskRequest());
  });

  test('of 500 copies of one request one executes, and 499 get its answer again', async () => {
    const request = taskRequest();
    const before = (await app.store.items()).length;
    const answers = await Promise.all(
      Array.from({ length: 500 }, () => app.service.send(request, withPatience)),
    );
    expect((await app.store.items()).length - before).toBe(1);
    expect(tally(answers.map(({ status }) => status))).toEqual({ 200: 500 });
    expect(tally(answers.map(isReplay))).toEqual({ false: 1, true: 499 });
    expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  }, 60_000);

  test('of each of 250 pairs of rivals one succeeds, and the other is told of the conflict', async () => {
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
          await Promise.all(pair.map(async (rival) => await app.service.send(rival, withPatience))),
      ),
    );
    expect(tally(answers.map((pair) => pair.map(tell).toSorted().join(' and ')))).toEqual({
      'success and trace_id_conflict': 250,
    });
  }, 60_000);
});

function isReplay({ headers }: Answer): boolean {
  return headers['idempotent-replayed'] === 'true';
}

/** `success`, or the code of the failure. */
function tell({ body }: Answer): string {
  const { status, execution_result } = JSON.parse(body) as {
    status: string;
    execution_result: { error_code?: string };
  };
  return execution_result.error_code ?? status;
}

/** How often each value comes. */
function tally(values: readonly unknown[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[String(value)] = (counts[String(value)] ?? 0) + 1;
  return counts;
}
