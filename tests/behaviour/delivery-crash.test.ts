// Owns: what the function does with a call of the scheduler where something is broken: one line that says so, and an error that has
// Lambda call it again, without a word of the reminder in either.
import { expect, jest, test } from '@jest/globals';
import { createFunction, type Service as Composed } from '../../functions/dispatch.ts';
import { failure, FailureError } from '../../lib/domain/failure.ts';
import { isDueEvent } from '../../lib/delivery/due-handler.ts';
import { idOf } from '../../lib/domain/ids.ts';
import { ConfigError, readConfig, readServiceInfo } from '../../lib/config/config.ts';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { startService, type Service, type ServiceOptions } from '../support/service.ts';
import { startBeforeAll } from './start-before-all.ts';

const dueMs = Date.parse('2041-06-02T09:30:00Z');
const app = startBeforeAll();

async function begin(more: Partial<ServiceOptions> = {}) {
  const clock = { now: dueMs - 60_000 };
  const runtime = { epochMs: () => clock.now };
  const usual = { store: app.store, schedulerEndpoint: app.scheduler.endpoint, runtime };
  const request = reminderRequest();
  await (await startService(usual)).send(request);
  clock.now = dueMs;
  const due = { traceId: traceIdOf(request), effectKey: app.scheduler.created.at(-1)?.name ?? '' };
  return { due, service: await startService({ ...usual, ...more }) };
}

/** The service with another way to deliver. */
async function parts(
  deliver: (composed: Composed) => Composed['deliver'],
): Promise<NonNullable<ServiceOptions['parts']>> {
  const { composeService } = await import('../../functions/compose.ts');
  return {
    composeService: (...given) => {
      const composed = composeService(...given);
      return { ...composed, deliver: deliver(composed) };
    },
    createFunction,
    readConfig,
    readServiceInfo,
  };
}

const told = ({ lines }: Awaited<ReturnType<Service['fire']>>) =>
  lines.map(({ message, cause }) => (typeof cause === 'string' ? `${message as string} ${cause}` : message));

test('only the input of a schedule is taken for one', () => {
  expect(isDueEvent({ trace_id: 'a', effect_key: 'b' })).toBe(true);
  for (const event of [
    undefined,
    null,
    {},
    'x',
    { trace_id: 'a' },
    { effect_key: 'b' },
    { trace_id: 1, effect_key: 'b' },
  ])
    expect(isDueEvent(event)).toBe(false);
});

test('a store that is down: the cause is told, and nothing of the reminder', async () => {
  const { due, service } = await begin({ store: { ...app.store, endpoint: 'http://127.0.0.1:1' } });
  const fired = await service.fire(due);
  expect(fired.delivered).toBe(false);
  // The runtime of tests has errors of its own kind for a refused connection, with a code; the name of either is told.
  expect(told(fired)).toEqual([expect.stringMatching(/^REMINDER_FAILED (?:ECONNREFUSED|Error)$/)]);
  expect(fired.lines[0]).toMatchObject({ level: 'ERROR', trace_id: due.traceId, delivery: 'log' });
  expect(fired.lines[0]).toMatchObject({ reminder_id: idOf('reminder', due.traceId) });
  expect(fired.lines[0]).not.toHaveProperty('due_at');
});

test('a mark that fails: what was handed over is told, and that it could not be recorded', async () => {
  const { due, service } = await begin({
    parts: await parts(({ deliver }) => async (given, invocation, watcher) => {
      await deliver(given, invocation, watcher);
      throw new FailureError(failure('store_unavailable', { cause: 'TimeoutError' }));
    }),
  });
  const fired = await service.fire(due);
  expect(told(fired)).toEqual(['REMINDER_DELIVERED', 'REMINDER_FAILED TimeoutError']);
  expect(fired.lines[1]).toMatchObject({ due_at: '2041-06-02T09:30:00Z', late_ms: 0 });
});

test('what nobody foresaw is told as a crash, without the words of the reminder', async () => {
  const { due, service } = await begin({
    parts: await parts(() => (given, _invocation, { found }) => {
      const reminder = {
        ...given,
        reminderId: 'reminder-x',
        message: 'Feed the heron',
        dueAt: '2041-06-02T09:30:00Z',
        resultJson: '{}',
      };
      found({ reminder, lateMs: 5 });
      return Promise.reject(new RangeError('no room for Feed the heron'));
    }),
  });
  const fired = await service.fire(due);
  expect(told(fired)).toEqual(['EXECUTION_CRASH', 'REMINDER_FAILED RangeError']);
  expect(fired.lines[0]).toMatchObject({ error: { name: 'RangeError', message: 'no room for [hidden]' } });
});

test('a service that cannot start tells why, and fails each call', async () => {
  const written: string[] = [];
  const write = jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    const handler = createFunction(
      () => {
        throw new ConfigError('REMINDER_TOPIC_ARN is required with REMINDER_DELIVERY=sns');
      },
      {
        service: readServiceInfo({ STAGE: 'test' }),
        epochMs: Date.now,
        elapsedMs: () => 0,
        newLeaseOwner: () => 'token',
      },
    );
    const event = { trace_id: 'reminder-001', effect_key: 'a'.repeat(64) } as object;
    const call = handler(event, { awsRequestId: 'request' });
    await expect(call).rejects.toMatchObject({ name: 'ReminderNotDelivered', message: '', stack: '' });
  } finally {
    write.mockRestore();
  }
  expect(written.map((line) => JSON.parse(line) as object)).toMatchObject([
    {
      message: 'EXECUTION_CRASH',
      trace_id: 'reminder-001',
      request_id: 'request',
      error: { name: 'ConfigError' },
    },
    { message: 'REMINDER_FAILED', stage: 'test', trace_id: 'reminder-001', cause: 'ConfigError' },
  ]);
});
