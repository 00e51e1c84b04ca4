// Runs scenarios on a service whose functions can be made to throw, and says what a crash must look like from outside.
import { readdirSync } from 'node:fs';
import { expect } from '@jest/globals';
import '../support/log-watch.ts';
import { startFakeScheduler } from '../support/fake-scheduler.ts';
import { startOutsideServer } from '../support/outside-server.ts';
import { startService, type ServiceAnswer, type Fired, type ServiceOptions } from '../support/service.ts';
import { startDynalite } from '../support/store.ts';
import { buildFaultInjector } from '../support/fault-injector.ts';
import type { LoggedLine } from '../support/log-lines.ts';
import { traceIdIn, type Scenario } from './crash-scenarios.ts';

/** Every module of the service, as the disk has them. The client is a package of its own, and runs elsewhere. */
export const modules = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:ts|js)$/.test(file) && !file.endsWith('.d.ts') && !file.startsWith('client/'))
  .map((file) => `lib/${file}`)
  .toSorted();

/** The message of the errors that are thrown: it must not leave the service. */
export const canary = 'the inside of the service';

export async function setUpCrashes() {
  const injector = await buildFaultInjector(modules);
  const store = await startDynalite();
  const scheduler = await startFakeScheduler();
  const outside = await startOutsideServer();
  const defaults = {
    store,
    schedulerEndpoint: scheduler.endpoint,
    ssmEndpoint: outside.url,
    parts: injector.parts,
  } satisfies ServiceOptions;
  const healthy = await startService(defaults);
  await store.putTopic('opening hours', 'nine to five');

  /** Runs a scenario in which these functions throw, from the start of the service on. */
  const run = async (scenario: Scenario, broken: readonly string[], thrown: () => unknown) => {
    const { variablesBefore } = scenario;
    const earlier =
      variablesBefore === undefined
        ? healthy
        : await startService({ ...defaults, variables: variablesBefore });
    for (const request of scenario.before ?? []) await earlier.send(request);
    const usedStore = scenario.storeIsDown === true ? { ...store, endpoint: 'http://127.0.0.1:1' } : store;
    injector.clearCalled();
    injector.breakFunctions([...(scenario.broken ?? []), ...broken], thrown);
    try {
      const service = await startService({
        ...defaults,
        store: usedStore,
        variables: scenario.variables ?? {},
      });
      const answer = await service.send(scenario.request);
      return { answer, lines: service.linesOf(answer) };
    } finally {
      injector.breakFunctions([], () => undefined);
    }
  };
  /** Schedules the scenario's reminder with a healthy service, then calls the broken one as the scheduler does, when it is due. */
  const runDue = async (
    scenario: Scenario,
    broken: readonly string[],
    thrown: () => unknown,
  ): Promise<Fired> => {
    await healthy.send(scenario.request);
    const schedule = scheduler.created.find(({ traceId }) => traceId === traceIdIn(scenario));
    if (schedule === undefined) throw new Error(`the scenario ${scenario.name} has no reminder`);
    injector.clearCalled();
    injector.breakFunctions([...(scenario.broken ?? []), ...broken], thrown);
    try {
      const variables = scenario.variables ?? {};
      const runtime = { epochMs: () => Date.parse(dueAt) };
      return await (await startService({ ...defaults, variables, runtime })).fire(schedule);
    } finally {
      injector.breakFunctions([], () => undefined);
    }
  };
  const close = async (): Promise<void> => {
    await outside.close();
    await scheduler.close();
    await store.stop();
  };
  return { injector, defaults, outside, healthy, run, runDue, close };
}

/** When the reminders of requests.ts are due. */
const dueAt = '2041-06-02T09:30:00Z';

/** The call has failed, so that it is repeated; the lines are one EXECUTION_CRASH, and then one REMINDER_FAILED. */
export function expectUndelivered({ delivered, lines }: Fired, traceId: string, cause: string): void {
  expect(delivered).toBe(false);
  const failures = lines.filter(({ message }) => message !== 'REMINDER_DELIVERED');
  expect(failures).toMatchObject([
    { message: 'EXECUTION_CRASH', level: 'ERROR', trace_id: traceId, service: 'workflow-executor' },
    { message: 'REMINDER_FAILED', level: 'ERROR', trace_id: traceId, service: 'workflow-executor', cause },
  ]);
}

/** The whole response is the generic 500: nothing else has a place in it. */
export function expectInternalError(answer: ServiceAnswer, traceId: string | null): void {
  expect(answer).toEqual({
    status: 500,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      ...(traceId !== null && { 'x-trace-id': traceId }),
    },
    body: JSON.stringify({
      trace_id: traceId,
      status: 'failed',
      execution_result: {
        success: false,
        error_code: 'internal_execution_error',
        message: 'the service failed in a way it did not foresee',
        retryable: false,
      },
    }),
  });
}

/** The lines are one EXECUTION_CRASH, and then the outcome as for any request. */
export function expectOneCrash(lines: readonly LoggedLine[], traceId: string | null): void {
  const failures = lines.filter(({ message }) => message !== 'REQUEST_RECEIVED');
  expect(failures).toMatchObject([
    { message: 'EXECUTION_CRASH', level: 'ERROR', trace_id: traceId, service: 'workflow-executor' },
    {
      message: 'EXECUTION_FAILED',
      level: 'ERROR',
      trace_id: traceId,
      error_code: 'internal_execution_error',
    },
  ]);
}
