// Exactly one schedule where copies of a reminder come at the same time.
import { beforeAll, expect, jest, test } from '@jest/globals';
import * as send from '../../lib/adapters/send.ts';
import { describeWith } from '../support/describe-with.ts';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { labelOf } from '../support/service.ts';
import { startDynamoDbLocal } from '../support/store.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

/** No attempt times out or waits for a socket, so that a slow machine changes nothing in who wins. */
const unhurriedClient = { maxAttempts: 1, requestHandler: { httpAgent: { maxSockets: 500 } } };
const plentyOfTime = { remainingMs: () => 120_000 };
jest.unstable_mockModule('../../lib/adapters/send.ts', () => ({
  ...send,
  clientConfig: (endpoint: string) => ({ ...send.clientLimits, ...unhurriedClient, endpoint }),
}));

describeWith('DynamoDB Local', 'copies of a reminder at the same time', () => {
  const app = startBeforeAll(startDynamoDbLocal);
  beforeAll(async () => {
    // The first request warms both sides up.
    await app.service.send(reminderRequest(), plentyOfTime);
  });

  test.each([2, 10, 100])(
    'of %i copies one creates the schedule, the others are replays or in progress, and all are replays later',
    async (copies) => {
      const request = reminderRequest();
      const sendAll = async () =>
        await Promise.all(Array.from({ length: copies }, () => app.service.send(request, plentyOfTime)));
      const answers = await sendAll();
      const firsts = answers.filter((answer) => labelOf(answer) === 'success');
      expect(firsts).toHaveLength(1);
      const [first] = firsts;
      for (const answer of answers) {
        expect(['success', 'replayed', 'execution_in_progress']).toContain(labelOf(answer));
        if (labelOf(answer) === 'replayed') expect(answer.body).toBe(first?.body);
        else if (labelOf(answer) !== 'success') expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
      }

      const later = await sendAll();
      expect(later.map(labelOf)).toEqual(later.map(() => 'replayed'));
      expect(new Set(later.map(({ body }) => body))).toEqual(new Set([first?.body]));
      const traceId = traceIdOf(request);
      expect(app.scheduler.created.filter((one) => one.traceId === traceId)).toHaveLength(1);
      expect((await app.store.itemOf(traceId))?.['state']).toEqual({ S: 'done' });
    },
    60_000,
  );
});
