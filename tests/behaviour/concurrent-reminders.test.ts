// Owns the promise "once, and only once" of what has its effect outside, where copies of a reminder come at the same time.
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import * as send from '../../lib/adapters/send.ts';
import { describeWith } from '../support/describe-with.ts';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, tell, type Service } from '../support/service.ts';
import { startTimeoutMs, startDynamoDbLocal, type TestStore } from '../support/store.ts';

/** The question here is who wins, not how fast a busy machine is: no attempt is cut short, and none waits for a socket. */
const patience = { maxAttempts: 1, requestHandler: { httpAgent: { maxSockets: 500 } } };
const withPatience = { remainingMs: () => 120_000 };
jest.unstable_mockModule('../../lib/adapters/send.ts', () => ({
  ...send,
  clientConfig: (endpoint: string) => ({ ...send.clientLimits, ...patience, endpoint }),
}));

describeWith('DynamoDB Local', 'copies of a reminder at the same time', () => {
  let store: TestStore;
  let scheduler: FakeScheduler;
  let service: Service;

  beforeAll(async () => {
    store = await startDynamoDbLocal();
    scheduler = await startFakeScheduler();
    service = await startService({ store, schedulerEndpoint: scheduler.endpoint });
    // The first reminder of all pays for the start of both sides.
    await service.send(reminderRequest(), withPatience);
  }, startTimeoutMs);
  afterAll(async () => {
    await scheduler.close();
    await store.stop();
  });

  test.each([2, 10, 100])(
    'of %i copies one makes the schedule, the others are replayed or told it is in progress, and later all replay',
    async (copies) => {
      const request = reminderRequest();
      const sendAll = async () =>
        await Promise.all(Array.from({ length: copies }, () => service.send(request, withPatience)));
      const answers = await sendAll();
      const firsts = answers.filter((answer) => tell(answer) === 'success');
      expect(firsts).toHaveLength(1);
      const [first] = firsts;
      for (const answer of answers) {
        expect(['success', 'replayed', 'execution_in_progress']).toContain(tell(answer));
        if (tell(answer) === 'replayed') expect(answer.body).toBe(first?.body);
        else if (tell(answer) !== 'success') expect(answer.headers['retry-after']).toMatch(/^[1-9]\d*$/);
      }

      const later = await sendAll();
      expect(later.map(tell)).toEqual(later.map(() => 'replayed'));
      expect(new Set(later.map(({ body }) => body))).toEqual(new Set([first?.body]));
      const traceId = traceIdOf(request);
      expect(scheduler.created.filter((one) => one.traceId === traceId)).toHaveLength(1);
      expect((await store.itemOf(traceId))?.['state']).toEqual({ S: 'done' });
    },
    60_000,
  );
});
