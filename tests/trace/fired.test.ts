// Owns: the trace tool on what the service itself writes and stores when a schedule calls it, where that goes wrong and where it ends well.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { EffectRef } from '../../lib/domain/effect.ts';
import { reminderRequest, traceIdOf } from '../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, type Fired, type Service, type ServiceOptions } from '../support/service.ts';
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

interface Begun {
  readonly due: EffectRef;
  readonly fire: (more?: Partial<ServiceOptions>) => Promise<Fired>;
  readonly tell: (...words: string[]) => Promise<string>;
}

/** A reminder that was asked for 11 minutes ago, and was due 10 minutes ago. */
async function begin(): Promise<Begun> {
  const time = `${new Date(Date.now() - 10 * minuteMs).toISOString().slice(0, 19)}Z`;
  const request = reminderRequest({ payload: { time } });
  const lines: object[] = [];
  const start = (more: Partial<ServiceOptions>): Promise<Service> =>
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
    tell: async (...words) => {
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

/** No one answers for SNS: a try fails, and is tried again. */
const broken: Partial<ServiceOptions> = { variables: { REMINDER_DELIVERY: 'sns' } };

test('a try that fails is told as a failed delivery of a reminder that is overdue, and a later one ends it well', async () => {
  const { due, fire, tell } = await begin();
  expect(await fire(broken)).toMatchObject({ delivered: false });
  const failed = await tell();
  expect(failed).toMatch(
    /^\S+ was executed once, 1[01]m( \d+s)? ago: \S+ Its reminder was due 10m( \d+s)? ago and is not delivered: \w+\.\nDeliveries: 1 failed\.\n/u,
  );
  expect(failed).toMatch(
    /\nDelivery 1 of 1 {2}.+\n +\+[\d.]+ms {2}REMINDER_FAILED {5}.+, cause \w+\n +not delivered; it will be retried\n/u,
  );
  expect(failed).toMatch(/\n +delivery {12}overdue\n +due {17}.+ UTC, 10m( \d+s)? ago\n/u);
  expect(failed).toContain('\nNext  start the service, if it is not running');
  expect(await fire()).toMatchObject({ delivered: true });
  // Fired once more: nothing is handed over, and nothing is told.
  expect(await fire()).toEqual({ delivered: true, lines: [] });
  const told = await tell();
  expect(told).toMatch(
    / Its reminder was delivered \d+(\.\d+)?m?s ago, 10m( \d+s)? late, by log\.\nDeliveries: 1 failed, 1 delivered\.\n/u,
  );
  expect(told).toMatch(
    /\nDelivery 2 of 2 .+\n +\+0ms {2}REMINDER_DELIVERED {2}.+, late_ms 6\d{5}, delivery log\n/u,
  );
  expect(told.match(/^(Attempt|Delivery) \d of \d/gmu)).toEqual([
    'Attempt 1 of 1',
    'Delivery 1 of 2',
    'Delivery 2 of 2',
  ]);
  expect(told).not.toContain('\nNext');
  expect(JSON.parse(await tell('--json'))).toMatchObject({
    trace_id: due.traceId,
    deliveries: [
      { ending: 'failed', delivery: null },
      { ending: 'delivered', delivery: 'log', cause: null },
    ],
    record: { delivery: 'delivered', delivered_at: expect.any(String) as unknown },
  });
});

test('a schedule that comes with another key is told beside the reminder that it does not name', async () => {
  const { due, fire, tell } = await begin();
  await fire();
  const service = await startService({ store });
  const fired = await service.fire({ ...due, effectKey: '0'.repeat(64) });
  expect(fired.lines.map(({ cause }) => cause)).toEqual(['ExecutionNotFound']);
  expect(await tell()).toContain(' Its reminder was delivered ');
});

test('a try that breaks off leaves the reminder held, and is told with its stack', async () => {
  const { fire, tell } = await begin();
  expect(await fire({ parts: await partsThatBreakOff() })).toMatchObject({ delivered: false });
  const told = await tell();
  expect(told).toContain(' The delivery of its reminder is in progress.\nDeliveries: 1 failed.\n');
  expect(told.match(/^(Attempt|Delivery) \d of \d/gmu)).toEqual(['Attempt 1 of 1', 'Delivery 1 of 1']);
  expect(told).toMatch(
    /\n +\+0ms {2}EXECUTION_CRASH {5}RangeError: broken off\n {34}at .+\n(.+\n)* +\+[\d.]+ms {2}REMINDER_FAILED {5}.+, cause RangeError\n +not delivered; it will be retried\n/u,
  );
  expect(told).toMatch(
    /\n +delivery {12}in progress\n +due {17}.+\n +held {16}until .+ UTC, in 1?\d(\.\d)?s\n/u,
  );
  expect(told).toMatch(/\nNext {2}wait: a delivery may hold the reminder until .+ UTC\.\n/u);
  expect((await fire()).lines).toMatchObject([{ cause: 'DeliveryInProgress' }]);
  expect(await tell()).toContain(
    '\n                                  another run was delivering it; this one left it alone\n',
  );
});

/** The service with a fault between the claim of a delivery and its hand-over. */
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
