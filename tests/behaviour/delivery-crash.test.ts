// A delivery where something is broken: the function logs the cause, and throws an error so that Lambda calls it again. Neither holds
// a value of the reminder.
import { expect, jest, test } from '@jest/globals';
import { createFunction, type Service as Composed } from '../../functions/dispatch.ts';
import { failure, FailureError } from '../../lib/domain/failure.ts';
import { isDueEvent } from '../../lib/delivery/due-handler.ts';
import { idOf } from '../../lib/domain/ids.ts';
import { ConfigError, readConfig, readServiceInfo } from '../../lib/config/config.ts';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { startService, type TestService, type ServiceOptions } from '../support/service.ts';
import { startBeforeAll } from '../support/start-before-all.ts';

const dueMs = Date.parse('2041-06-02T09:30:00Z');
const app = startBeforeAll();

async function scheduleReminder(more: Partial<ServiceOptions> = {}) {
  const clock = { now: dueMs - 60_000 };
  const runtime = { epochMs: () => clock.now };
  const defaults = { store: app.store, schedulerEndpoint: app.scheduler.endpoint, runtime };
  const request = reminderRequest();
  await (await startService(defaults)).send(request);
  clock.now = dueMs;
  const due = { traceId: traceIdOf(request), effectKey: app.scheduler.created.at(-1)?.name ?? '' };
  return { due, service: await startService({ ...defaults, ...more }) };
}

/** The parts of a service whose deliver function is replaced. */
async function partsWith(
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

const messages = ({ lines }: Awaited<ReturnType<TestService['fire']>>) =>
  lines.map(({ message, cause }) => (typeof cause === 'string' ? `${message as string} ${cause}` : message));

test('only the input of a schedule counts as a due reminder', () => {
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

test('where the store is down, the line has the cause, and nothing of the reminder but its id', async () => {
  const { due, service } = await scheduleReminder({
    store: { ...app.store, endpoint: 'http://127.0.0.1:1' },
  });
  const fired = await service.fire(due);
  expect(fired.delivered).toBe(false);
  // In Jest's realm the error of a refused connection may have no code of Node's: then its name is logged.
  expect(messages(fired)).toEqual([expect.stringMatching(/^REMINDER_FAILED (?:ECONNREFUSED|Error)$/)]);
  expect(fired.lines[0]).toMatchObject({ level: 'ERROR', trace_id: due.traceId, delivery: 'log' });
  expect(fired.lines[0]).toMatchObject({ reminder_id: idOf('reminder', due.traceId) });
  expect(fired.lines[0]).not.toHaveProperty('due_at');
});

test('where marking fails, one line says that the reminder was handed over, and one that the call failed', async () => {
  const { due, service } = await scheduleReminder({
    parts: await partsWith(({ deliver }) => async (given, invocation, watcher) => {
      await deliver(given, invocation, watcher);
      throw new FailureError(failure('store_unavailable', { cause: 'TimeoutError' }));
    }),
  });
  const fired = await service.fire(due);
  expect(messages(fired)).toEqual(['REMINDER_DELIVERED', 'REMINDER_FAILED TimeoutError']);
  expect(fired.lines[1]).toMatchObject({ due_at: '2041-06-02T09:30:00Z', late_ms: 0 });
});

test('an unexpected error is logged as a crash, without the message of the reminder', async () => {
  const { due, service } = await scheduleReminder({
    parts: await partsWith(() => (given, _invocation, { found }) => {
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
  expect(messages(fired)).toEqual(['EXECUTION_CRASH', 'REMINDER_FAILED RangeError']);
  expect(fired.lines[0]).toMatchObject({ error: { name: 'RangeError', message: 'no room for [hidden]' } });
});

test('a service that cannot start logs why, and fails the call', async () => {
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
        newLeaseOwner: () => 'owner',
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
