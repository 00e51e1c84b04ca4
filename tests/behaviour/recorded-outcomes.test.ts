// Owns what a caller reads where another request stands unfinished, and where a later version has recorded a failure of its own.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newTraceId, reminderRequest, taskRequest, traceIdOf } from '../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, tell, type Answer, type Service } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';

let store: TestStore;
let scheduler: FakeScheduler;
let service: Service;

beforeAll(async () => {
  store = await startDynalite();
  scheduler = await startFakeScheduler();
  service = await startService({ store, schedulerEndpoint: scheduler.endpoint });
});
afterAll(async () => {
  await scheduler.close();
  await store.stop();
});

const conflictOf = (answer: Answer) => ({
  status: answer.status,
  result: (JSON.parse(answer.body) as { execution_result: unknown }).execution_result,
});
const conflict = (message: string) => ({
  status: 422,
  result: { success: false, error_code: 'trace_id_conflict', message, retryable: false },
});
const usual = conflict('this trace_id was used for a different request; send this one under a new trace_id');
const unfinished = conflict(
  'this trace_id belongs to a different request that is not finished; ' +
    'resend that request unchanged to finish it, and send this one under a new trace_id',
);

test('a conflict with what is not finished says so, and what it says to do helps', async () => {
  const traceId = newTraceId('reminder');
  const begun = reminderRequest({ traceId });
  const rivals = [
    reminderRequest({ traceId, payload: { message: 'Wind the clock' } }),
    taskRequest({ traceId }),
  ];
  scheduler.refusing.set(traceId, 'ValidationException');
  await service.send(begun);
  for (const rival of rivals) expect(conflictOf(await service.send(rival))).toEqual(unfinished);

  scheduler.refusing.delete(traceId);
  expect(tell(await service.send(begun))).toBe('success');
  for (const rival of rivals) expect(conflictOf(await service.send(rival))).toEqual(usual);
  const another = reminderRequest({ payload: { message: 'Wind the clock' } });
  expect(tell(await service.send(another))).toBe('success');
});

test.each([
  ['adapter_full', 507, false],
  ['adapter_asleep', 503, true],
  ['toString', 418, false],
  ['adapter_rejected', 410, false],
])(
  'a failure %s that was recorded with status %i is replayed to the byte, with that status',
  async (error_code, status, retryable) => {
    const request = reminderRequest();
    const traceId = traceIdOf(request);
    await service.send(request);
    // Spelled as no version of ours would, so that what is told is what is stored.
    const stored = `{ "success":false, "error_code":"${error_code}","message":"no \\u0072oom","retryable":${retryable},"shelf":7 }`;
    await store.putItem({
      ...(await store.itemOf(traceId)),
      state: { S: 'failed' },
      execution_result: { S: stored },
      http_status: { N: String(status) },
    });
    const answer = await service.send(request);
    expect(answer.status).toBe(status);
    expect(answer.headers['idempotent-replayed']).toBe('true');
    expect(answer.body).toBe(`{"trace_id":"${traceId}","status":"failed","execution_result":${stored}}`);
    expect(service.linesOf(answer).at(-1)).toMatchObject({
      message: 'EXECUTION_REPLAYED',
      error_code,
      http_status: status,
      retryable,
    });
  },
);
