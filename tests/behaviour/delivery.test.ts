// A reminder from its request to its delivery, through the whole service, on dynalite and on DynamoDB Local.
import { describe, expect, test } from '@jest/globals';
import type { EffectRef } from '../../lib/domain/effect.ts';
import { describeWith } from '../support/describe-with.ts';
import { infoRequest, newTraceId, reminderRequest, taskRequest, traceIdOf } from '../support/requests.ts';
import { startService, labelOf, type ServiceAnswer, type TestService } from '../support/service.ts';
import { startDynalite, startDynamoDbLocal, type TestStore } from '../support/store.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const dueMs = Date.parse('2041-06-02T09:30:00Z');
const daysMs = 86_400_000;

describe('on dynalite', () => {
  suite(startDynalite);
});
describeWith('DynamoDB Local', 'on DynamoDB Local', () => {
  suite(startDynamoDbLocal);
});

function suite(startStore: () => Promise<TestStore>): void {
  let now = 0;
  const app = startBeforeAll(startStore);

  const serviceAt = async (variables: Record<string, string> = {}): Promise<TestService> => {
    now = dueMs - 3_600_000;
    return await startService({
      store: app.store,
      schedulerEndpoint: app.scheduler.endpoint,
      variables,
      runtime: { epochMs: () => now },
    });
  };
  /** The input of this reminder's schedule. */
  const dueOf = (request: ReturnType<typeof reminderRequest>): EffectRef => {
    const made = app.scheduler.created.findLast(({ traceId }) => traceId === traceIdOf(request));
    const { trace_id: traceId, effect_key: effectKey } = JSON.parse(made?.input ?? '') as {
      trace_id: string;
      effect_key: string;
    };
    return { traceId, effectKey };
  };
  const dataOf = ({ body }: ServiceAnswer) =>
    (JSON.parse(body) as { execution_result: { data: Record<string, unknown> } }).execution_result.data;
  const deliveredAt = async (service: TestService, request: ReturnType<typeof reminderRequest>) =>
    dataOf(await service.send(infoRequest(`trace:${traceIdOf(request)}`)))['delivered_at'];

  test('a reminder is delivered once, at its time, and info says when', async () => {
    const service = await serviceAt();
    const request = reminderRequest();
    expect(labelOf(await service.send(request))).toBe('success');
    expect(await deliveredAt(service, request)).toBeNull();
    now = dueMs + 1_234;
    const fired = await service.fire(dueOf(request));
    expect(fired).toMatchObject({
      delivered: true,
      lines: [
        {
          level: 'INFO',
          message: 'REMINDER_DELIVERED',
          trace_id: traceIdOf(request),
          reminder_id: traceIdOf(request).replace('-', '_'),
          due_at: '2041-06-02T09:30:00Z',
          late_ms: 1_234,
          delivery: 'log',
        },
      ],
    });
    expect(Object.keys(fired.lines[0] ?? {})).toEqual(
      'level message timestamp service stage version trace_id request_id reminder_id due_at late_ms delivery'.split(
        ' ',
      ),
    );
    expect(await deliveredAt(service, request)).toBe('2041-06-02T09:30:01Z');
    now += 3 * daysMs;
    expect(await service.fire(dueOf(request))).toEqual({ delivered: true, lines: [] });
    expect(await deliveredAt(service, request)).toBe('2041-06-02T09:30:01Z');
    expect(labelOf(await service.send(request))).toBe('replayed');
  });

  test('a reminder that was delivered before its execution was completed is completed three days later, without a new schedule', async () => {
    const service = await serviceAt();
    const request = reminderRequest();
    await service.send(request);
    const { created_at, effect_key, effect_at, execution_result, ...item } =
      (await app.store.itemOf(traceIdOf(request))) ?? {};
    // As a crash between scheduling and completing leaves it.
    await app.store.putItem({
      ...item,
      trace_id: { S: traceIdOf(request) },
      created_at,
      effect_key,
      effect_at,
      state: { S: 'pending' },
      planned_result: execution_result,
      lease_since: { N: '0' },
      lease_until: { N: '0' },
    } as never);
    now = dueMs;
    expect(await service.fire(dueOf(request))).toMatchObject({ delivered: true, lines: [{ late_ms: 0 }] });
    now += 3 * daysMs;
    const made = app.scheduler.created.length;
    expect(labelOf(await service.send(request))).toBe('success');
    expect(app.scheduler.created).toHaveLength(made);
    expect(await deliveredAt(service, request)).toBe('2041-06-02T09:30:00Z');
    expect(await service.fire(dueOf(request))).toEqual({ delivered: true, lines: [] });
  });

  test('a reminder is never delivered early: a call within the clock skew waits, and an earlier one fails', async () => {
    const service = await serviceAt();
    const request = reminderRequest();
    await service.send(request);
    now = dueMs - 60_000;
    expect(await service.fire(dueOf(request))).toMatchObject({
      delivered: false,
      lines: [{ level: 'ERROR', message: 'REMINDER_FAILED', cause: 'NotDue', delivery: 'log' }],
    });
    now = dueMs - 300;
    const from = performance.now();
    expect(await service.fire(dueOf(request))).toMatchObject({ delivered: true, lines: [{ late_ms: 0 }] });
    expect(performance.now() - from).toBeGreaterThanOrEqual(295);
    expect(await deliveredAt(service, request)).toBe('2041-06-02T09:30:00Z');
  });

  test('a call with an unknown trace id, or with the effect key of another execution, fails', async () => {
    const service = await serviceAt();
    const request = reminderRequest();
    await service.send(request);
    now = dueMs;
    const { traceId, effectKey } = dueOf(request);
    const wrong = [
      { traceId: newTraceId(), effectKey },
      { traceId, effectKey: effectKey.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    ];
    for (const due of wrong) {
      expect(await service.fire(due)).toMatchObject({
        delivered: false,
        lines: [{ message: 'REMINDER_FAILED', cause: 'ExecutionNotFound', trace_id: due.traceId }],
      });
    }
    const task = taskRequest();
    await service.send(task);
    expect((await service.fire({ traceId: traceIdOf(task), effectKey })).delivered).toBe(false);
    expect(await deliveredAt(service, request)).toBeNull();
  });

  test('while one call delivers a reminder, another fails; once the lease of a crashed call has ended, the next one delivers it', async () => {
    const service = await serviceAt();
    const request = reminderRequest();
    await service.send(request);
    now = dueMs;
    // As a call that crashed after its claim leaves it.
    await app.store.putItem({
      ...(await app.store.itemOf(traceIdOf(request))),
      delivery_token: { S: 'crashed' },
      delivery_until: { N: String(now + 12_000) },
    });
    expect(await service.fire(dueOf(request))).toMatchObject({
      delivered: false,
      lines: [{ message: 'REMINDER_FAILED', cause: 'DeliveryInProgress' }],
    });
    now += 12_000;
    expect(await service.fire(dueOf(request))).toMatchObject({
      delivered: true,
      lines: [{ late_ms: 12_000 }],
    });
    const item = await app.store.itemOf(traceIdOf(request));
    expect(item).toHaveProperty('delivered_at', { S: '2041-06-02T09:30:12Z' });
    expect(item).not.toHaveProperty('delivery_token');
    expect(item).not.toHaveProperty('delivery_until');
  });

  test('of twenty calls at once exactly one delivers the reminder', async () => {
    const service = await serviceAt();
    const request = reminderRequest();
    await service.send(request);
    now = dueMs;
    const fired = await Promise.all(Array.from({ length: 20 }, () => service.fire(dueOf(request))));
    const lines = fired.flatMap((one) => one.lines).map(({ message, cause }) => cause ?? message);
    expect(lines.filter((line) => line === 'REMINDER_DELIVERED')).toHaveLength(1);
    expect(lines.every((line) => line === 'REMINDER_DELIVERED' || line === 'DeliveryInProgress')).toBe(true);
    expect(await service.fire(dueOf(request))).toEqual({ delivered: true, lines: [] });
  });

  test('with a retention, a reminder is kept until it is delivered, however late, and RETENTION_DAYS longer', async () => {
    const service = await serviceAt({ RETENTION_DAYS: '1' });
    const request = reminderRequest();
    const other = reminderRequest({ traceId: traceIdOf(request), payload: { message: 'Feed the swan' } });
    await service.send(request);
    now = dueMs + 9 * daysMs;
    expect(labelOf(await service.send(other))).toBe('trace_id_conflict');
    expect((await service.fire(dueOf(request))).delivered).toBe(true);
    now += daysMs - 1_000;
    expect(labelOf(await service.send(other))).toBe('trace_id_conflict');
    now += 1_000;
    expect(labelOf(await service.send(request))).toBe('reminder_time_in_past');
  });

  test('a delivery takes two calls to the store', async () => {
    const service = await serviceAt();
    const request = reminderRequest();
    await service.send(request);
    now = dueMs;
    const storeCalls: number[] = [];
    const { composeService } = await import('../../functions/compose.ts');
    const { createFunction } = await import('../../functions/dispatch.ts');
    const counting = await startService({
      store: app.store,
      runtime: { epochMs: () => now },
      parts: {
        ...(await import('../../lib/config/config.ts')),
        createFunction,
        composeService: (config, elapsedMs, endpoints) => {
          const composed = composeService(config, elapsedMs, endpoints);
          return {
            ...composed,
            deliver: async (due, invocation, watcher) => {
              const outcome = await composed.deliver(due, invocation, watcher);
              storeCalls.push(invocation.storeCalls);
              return outcome;
            },
          };
        },
      },
    });
    expect((await counting.fire(dueOf(request))).delivered).toBe(true);
    expect(storeCalls).toEqual([2]);
  });
}
