// Tests the tool on what the service itself writes and stores when a schedule fires.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EffectRef } from '../../lib/domain/effect.ts';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, type Fired, type TestService, type ServiceOptions } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';
import { trace } from './harness.ts';

const minuteMs = 60_000;
let store: TestStore;
let scheduler: FakeScheduler;
let folder: string;

beforeAll(async () => {
  store = await startDynalite();
  scheduler = await startFakeScheduler();
  folder = mkdtempSync(join(tmpdir(), 'trace-fired-'));
});

afterAll(async () => {
  await scheduler.close();
  await store.stop();
  rmSync(folder, { recursive: true });
});

type ScheduledReminder = {
  readonly due: EffectRef;
  readonly fire: (more?: Partial<ServiceOptions>) => Promise<Fired>;
  readonly show: (...words: string[]) => Promise<string>;
};

/** A reminder that was asked for 11 minutes ago, and was due 10 minutes ago. */
async function createDueReminder(): Promise<ScheduledReminder> {
  const time = `${new Date(Date.now() - 10 * minuteMs).toISOString().slice(0, 19)}Z`;
  const request = reminderRequest({ payload: { time } });
  const lines: object[] = [];
  const start = (more: Partial<ServiceOptions>): Promise<TestService> =>
    startService({ store, schedulerEndpoint: scheduler.endpoint, ...more });
  const then = await start({ runtime: { epochMs: () => Date.now() - 11 * minuteMs } });
  lines.push(...then.linesOf(await then.send(request)));
  const due = { traceId: traceIdOf(request), effectKey: scheduler.created.at(-1)?.name ?? '' };
  return {
    due,
    fire: async (more = {}) => {
      const fired = await (await start(more)).fire(due);
      lines.push(...fired.lines);
      return fired;
    },
    show: async (...words) => {
      const logFile = join(folder, 'log.jsonl');
      writeFileSync(logFile, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
      const openStore = () =>
        Promise.resolve({
          endpoint: store.endpoint,
          table: store.executionsTable,
          close: () => Promise.resolve(),
        });
      const { stdout } = await trace([due.traceId, ...words], { logFile, openStore, now: Date.now });
      return stdout;
    },
  };
}

/** No one answers for SNS: a delivery fails, and is retried. */
const broken: Partial<ServiceOptions> = { variables: { REMINDER_DELIVERY: 'sns' } };

test('a failed delivery leaves an overdue reminder, and a later one delivers it', async () => {
  const { due, fire, show } = await createDueReminder();
  expect(await fire(broken)).toMatchObject({ delivered: false });
  const failed = await show();
  expect(failed).toMatch(
    /^\S+ was executed once, 1[01]m( \d+s)? ago: \S+ Its reminder was due 10m( \d+s)? ago and is not delivered: \w+\.\nDeliveries: 1 failed\.\n/u,
  );
  expect(failed).toMatch(
    /\nDelivery 1 of 1 {2}.+\n +\+[\d.]+ms {2}REMINDER_FAILED {5}.+, cause \w+\n +not delivered; it will be retried\n/u,
  );
  expect(failed).toMatch(/\n +delivery {12}overdue\n +due {17}.+ UTC, 10m( \d+s)? ago\n/u);
  expect(failed).toContain('\nNext  start the service, if it is not running');
  expect(await fire()).toMatchObject({ delivered: true });
  // Fired once more: nothing is delivered, and nothing is shown.
  expect(await fire()).toEqual({ delivered: true, lines: [] });
  const shown = await show();
  expect(shown).toMatch(
    / Its reminder was delivered \d+(\.\d+)?m?s ago, 10m( \d+s)? late, by log\.\nDeliveries: 1 failed, 1 delivered\.\n/u,
  );
  expect(shown).toMatch(
    /\nDelivery 2 of 2 .+\n +\+0ms {2}REMINDER_DELIVERED {2}.+, late_ms 6\d{5}, delivery log\n/u,
  );
  expect(shown.match(/^(Try|Delivery) \d of \d/gmu)).toEqual([
    'Try 1 of 1',
    'Delivery 1 of 2',
    'Delivery 2 of 2',
  ]);
  expect(shown).not.toContain('\nNext');
  expect(JSON.parse(await show('--json'))).toMatchObject({
    trace_id: due.traceId,
    deliveries: [
      { ending: 'failed', delivery: null },
      { ending: 'delivered', delivery: 'log', cause: null },
    ],
    record: { delivery: 'delivered', delivered_at: expect.any(String) as unknown },
  });
});

test('a schedule with another effect key does not hide the delivery of the reminder', async () => {
  const { due, fire, show } = await createDueReminder();
  await fire();
  const service = await startService({ store });
  const fired = await service.fire({ ...due, effectKey: '0'.repeat(64) });
  expect(fired.lines.map(({ cause }) => cause)).toEqual(['ExecutionNotFound']);
  expect(await show()).toContain(' Its reminder was delivered ');
});

test('a delivery that crashes leaves the reminder held, and is shown with its stack', async () => {
  const { fire, show } = await createDueReminder();
  expect(await fire({ parts: await partsThatBreakOff() })).toMatchObject({ delivered: false });
  const shown = await show();
  expect(shown).toContain(' The delivery of its reminder is in progress.\nDeliveries: 1 failed.\n');
  expect(shown.match(/^(Try|Delivery) \d of \d/gmu)).toEqual(['Try 1 of 1', 'Delivery 1 of 1']);
  expect(shown).toMatch(
    /\n +\+0ms {2}EXECUTION_CRASH {5}RangeError: broken off\n {34}at .+\n(.+\n)* +\+[\d.]+ms {2}REMINDER_FAILED {5}.+, cause RangeError\n +not delivered; it will be retried\n/u,
  );
  expect(shown).toMatch(
    /\n +delivery {12}in progress\n +due {17}.+\n +held {16}until .+ UTC, in 1?\d(\.\d)?s\n/u,
  );
  expect(shown).toMatch(/\nNext {2}wait: a delivery may hold the reminder until .+ UTC\.\n/u);
  expect((await fire()).lines).toMatchObject([{ cause: 'DeliveryInProgress' }]);
  expect(await show()).toContain(
    '\n                                  another run was delivering it; this one left it alone\n',
  );
});

/** The service with a fault between the claim of a delivery and the delivery itself. */
async function partsThatBreakOff(): Promise<NonNullable<ServiceOptions['parts']>> {
  const { composeService } = await import('../../functions/compose.ts');
  const { createFunction } = await import('../../functions/dispatch.ts');
  const found = (): never => {
    throw new RangeError('broken off');
  };
  return {
    createFunction,
    ...(await import('../../lib/config/config.ts')),
    composeService: (...given) => {
      const composed = composeService(...given);
      return {
        ...composed,
        deliver: (due, invocation, watcher) => composed.deliver(due, invocation, { ...watcher, found }),
      };
    },
  };
}
