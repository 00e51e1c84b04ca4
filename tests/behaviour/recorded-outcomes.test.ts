// The response where another request under the trace id is not finished, and where a later version recorded a failure that this one
// does not know.
import { expect, test } from '@jest/globals';
import { newTraceId, reminderRequest, taskRequest, traceIdOf } from '../support/requests.ts';
import { labelOf, type ServiceAnswer } from '../support/service.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const app = startBeforeAll();

const conflictOf = (answer: ServiceAnswer) => ({
  status: answer.status,
  result: (JSON.parse(answer.body) as { execution_result: unknown }).execution_result,
});
const conflict = (message: string) => ({
  status: 422,
  result: { success: false, error_code: 'trace_id_conflict', message, retryable: false },
});
const finished = conflict(
  'this trace_id was used for a different request; send this one under a new trace_id',
);
const unfinished = conflict(
  'this trace_id belongs to a different request that is not finished; ' +
    'resend that request unchanged to finish it, and send this one under a new trace_id',
);

test('a conflict with a pending execution says how to finish it, and doing so helps', async () => {
  const traceId = newTraceId('reminder');
  const pending = reminderRequest({ traceId });
  const rivals = [
    reminderRequest({ traceId, payload: { message: 'Wind the clock' } }),
    taskRequest({ traceId }),
  ];
  app.scheduler.refusing.set(traceId, 'ValidationException');
  await app.service.send(pending);
  for (const rival of rivals) expect(conflictOf(await app.service.send(rival))).toEqual(unfinished);

  app.scheduler.refusing.delete(traceId);
  expect(labelOf(await app.service.send(pending))).toBe('success');
  for (const rival of rivals) expect(conflictOf(await app.service.send(rival))).toEqual(finished);
  const another = reminderRequest({ payload: { message: 'Wind the clock' } });
  expect(labelOf(await app.service.send(another))).toBe('success');
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
    await app.service.send(request);
    // Written as no version of this service would, so that only the stored text itself can be the response.
    const stored = `{ "success":false, "error_code":"${error_code}","message":"no \\u0072oom","retryable":${retryable},"shelf":7 }`;
    await app.store.putItem({
      ...(await app.store.itemOf(traceId)),
      state: { S: 'failed' },
      execution_result: { S: stored },
      http_status: { N: String(status) },
    });
    const answer = await app.service.send(request);
    expect(answer.status).toBe(status);
    expect(answer.headers['idempotent-replayed']).toBe('true');
    expect(answer.body).toBe(`{"trace_id":"${traceId}","status":"failed","execution_result":${stored}}`);
    expect(app.service.linesOf(answer).at(-1)).toMatchObject({
      message: 'EXECUTION_REPLAYED',
      error_code,
      http_status: status,
      retryable,
    });
  },
);
