// A trace id is free again once its execution has expired, and the next execution has an effect of its own. A reminder does not
// expire before its delivery.
import { describe, expect, test } from '@jest/globals';
import { describeWith } from '../support/describe-with.ts';
import { infoRequest, newTraceId, reminderRequest, taskRequest } from '../support/requests.ts';
import { labelOf, type TestService } from '../support/service.ts';
import { startDynalite, startDynamoDbLocal, type TestStore } from '../support/store.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const dayMs = 86_400_000;
const startMs = Date.UTC(2031, 3, 1, 9, 30);

describe('executions with a retention of one day, on dynalite', () => {
  suite(startDynalite);
});
describeWith('DynamoDB Local', 'executions with a retention of one day, on DynamoDB Local', () => {
  suite(startDynamoDbLocal);
});

function suite(start: () => Promise<TestStore>): void {
  let nowMs = startMs;
  const app = startBeforeAll(start, {
    variables: { RETENTION_DAYS: '1' },
    runtime: { epochMs: () => nowMs },
  });

  const inDays = (days: number) => new Date(startMs + days * dayMs).toISOString();
  const sendAt = async (days: number, request: Parameters<TestService['send']>[0]) => {
    nowMs = startMs + days * dayMs;
    return await app.service.send(request);
  };
  const remind = (traceId: string, message: string, days: number) =>
    reminderRequest({ traceId, payload: { message, time: inDays(days) } });
  const schedulesOf = (traceId: string) =>
    app.scheduler.created.filter((one) => one.traceId === traceId).map(({ name }) => name);
  const fireAt = async (days: number, traceId: string, effectKey = '') => {
    nowMs = startMs + days * dayMs;
    return (await app.service.fire({ traceId, effectKey })).delivered;
  };

  test('a reminder that is not due yet keeps its trace id', async () => {
    const traceId = newTraceId('reminder');
    expect(labelOf(await sendAt(0, remind(traceId, 'Feed the heron', 30)))).toBe('success');
    expect(labelOf(await sendAt(2, remind(traceId, 'Wind the clock', 3)))).toBe('trace_id_conflict');
    expect(labelOf(await sendAt(30.9, remind(traceId, 'Feed the heron', 30)))).toBe('replayed');
    expect(schedulesOf(traceId)).toHaveLength(1);
  });

  test('a reminder that is not delivered yet keeps its trace id, however late it is', async () => {
    const traceId = newTraceId('reminder');
    await sendAt(0, remind(traceId, 'Feed the heron', 1));
    expect(labelOf(await sendAt(9, remind(traceId, 'Wind the clock', 10)))).toBe('trace_id_conflict');
    expect(await fireAt(9, traceId, schedulesOf(traceId)[0])).toBe(true);
    expect(labelOf(await sendAt(9.9, remind(traceId, 'Wind the clock', 11)))).toBe('trace_id_conflict');
    expect(labelOf(await sendAt(10, remind(traceId, 'Wind the clock', 11)))).toBe('success');
  });

  test('a trace id that is used again after its reminder was delivered and expired gets a schedule of its own', async () => {
    const traceId = newTraceId('reminder');
    expect(labelOf(await sendAt(0, remind(traceId, 'Feed the heron', 1)))).toBe('success');
    const [first] = schedulesOf(traceId);
    expect(await fireAt(1, traceId, first)).toBe(true);
    expect(labelOf(await sendAt(2, remind(traceId, 'Wind the clock', 3)))).toBe('success');
    expect(labelOf(await sendAt(2, remind(traceId, 'Wind the clock', 3)))).toBe('replayed');
    const [, second, ...more] = schedulesOf(traceId);
    expect([more, second === first]).toEqual([[], false]);
    // The first schedule does not deliver the second reminder, should it ever fire again.
    expect(await fireAt(3, traceId, first)).toBe(false);
    expect(await fireAt(3, traceId, second)).toBe(true);
  });

  test('a reminder under the trace id of an expired task is scheduled', async () => {
    const traceId = newTraceId();
    expect(labelOf(await sendAt(0, taskRequest({ traceId })))).toBe('success');
    expect(labelOf(await sendAt(0.9, remind(traceId, 'Feed the heron', 3)))).toBe('trace_id_conflict');
    expect(labelOf(await sendAt(1, remind(traceId, 'Feed the heron', 3)))).toBe('success');
    expect(schedulesOf(traceId)).toHaveLength(1);
  });

  test('an execution that a later try completes was created at its first claim', async () => {
    const traceId = newTraceId('reminder');
    app.scheduler.refusing.set(traceId, 'ServiceQuotaExceededException');
    expect(labelOf(await sendAt(0, remind(traceId, 'Feed the heron', 3)))).toBe('adapter_unavailable');
    app.scheduler.refusing.delete(traceId);
    expect(labelOf(await sendAt(0.5, remind(traceId, 'Feed the heron', 3)))).toBe('success');
    const found = JSON.parse((await sendAt(0.5, infoRequest(`trace:${traceId}`))).body) as object;
    expect(found).toMatchObject({ execution_result: { data: { created_at: inDays(0), state: 'done' } } });
  });

  test.each([
    [59, 'success'],
    [60, 'success'],
    [60.001, 'reminder_time_in_past'],
    [3_600, 'reminder_time_in_past'],
  ])('a new reminder that was due %d s ago: %s', async (seconds, outcome) => {
    const traceId = newTraceId('reminder');
    const time = new Date(startMs - seconds * 1_000).toISOString();
    expect(labelOf(await sendAt(0, reminderRequest({ traceId, payload: { time } })))).toBe(outcome);
    expect(
      app.scheduler.created.filter((one) => one.traceId === traceId).map(({ expression }) => expression),
    ).toEqual(
      // At once, in this second: in tests the configured lead is 0.
      outcome === 'success' ? ['at(2031-04-01T09:30:00)'] : [],
    );
  });
}
