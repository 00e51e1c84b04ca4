// Owns the stage on which the service is broken: its functions behind a fault injector, a store, a scheduler, and the play of a scene.
import { readdirSync } from 'node:fs';
import { expect } from '@jest/globals';
import '../support/log-watch.ts';
import { startFakeScheduler } from '../support/fake-scheduler.ts';
import { startService, type Answer, type Fired, type ServiceOptions } from '../support/service.ts';
import { startDynalite } from '../support/store.ts';
import { buildFaultInjector } from '../support/fault-injector.ts';
import type { LogLine } from '../support/log-lines.ts';
import { traceIdIn, type Scene } from './crash-scenarios.ts';

/** Every module of the service, as the disk has them. */
export const modules = readdirSync('lib', { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.(?:ts|js)$/.test(file) && !file.endsWith('.d.ts'))
  .map((file) => `lib/${file}`)
  .toSorted();

/** What the errors that are thrown say of the inside. */
export const canary = 'the inside of the service';

export async function openStage() {
  const injector = await buildFaultInjector(modules);
  const store = await startDynalite();
  const scheduler = await startFakeScheduler();
  const usual = {
    store,
    schedulerEndpoint: scheduler.endpoint,
    parts: injector.parts,
  } satisfies ServiceOptions;
  const healthy = await startService(usual);
  await store.putTopic('opening hours', 'nine to five');

  /** Plays a scene with these functions broken, from the start of the service on. */
  const play = async (scene: Scene, broken: readonly string[], thrown: () => unknown) => {
    for (const request of scene.before ?? []) await healthy.send(request);
    const reached = scene.storeIsDown === true ? { ...store, endpoint: 'http://127.0.0.1:1' } : store;
    injector.clearCalled();
    injector.breakFunctions([...(scene.broken ?? []), ...broken], thrown);
    try {
      const service = await startService({ ...usual, store: reached, variables: scene.variables ?? {} });
      const answer = await service.send(scene.request);
      return { answer, lines: service.linesOf(answer) };
    } finally {
      injector.breakFunctions([], () => undefined);
    }
  };
  /** Has a healthy service schedule the scene's reminder, and calls the broken one as the scheduler does, at its time. */
  const playDue = async (scene: Scene, broken: readonly string[], thrown: () => unknown): Promise<Fired> => {
    await healthy.send(scene.request);
    const schedule = scheduler.created.find(({ traceId }) => traceId === traceIdIn(scene));
    if (schedule === undefined) throw new Error(`the scene ${scene.name} has no reminder`);
    injector.clearCalled();
    injector.breakFunctions([...(scene.broken ?? []), ...broken], thrown);
    try {
      const variables = scene.variables ?? {};
      const runtime = { epochMs: () => Date.parse(dueAt) };
      return await (await startService({ ...usual, variables, runtime })).fire(schedule);
    } finally {
      injector.breakFunctions([], () => undefined);
    }
  };
  const close = async (): Promise<void> => {
    await scheduler.close();
    await store.stop();
  };
  return { injector, usual, healthy, play, playDue, close };
}

/** When the reminders of requests.ts are due. */
const dueAt = '2041-06-02T09:30:00Z';

/** The call has failed, so that it is repeated, and the last line says so; before it one EXECUTION_CRASH. */
export function expectUndelivered({ delivered, lines }: Fired, traceId: string, cause: string): void {
  expect(delivered).toBe(false);
  const told = lines.filter(({ message }) => message !== 'REMINDER_DELIVERED');
  expect(told).toMatchObject([
    { message: 'EXECUTION_CRASH', level: 'ERROR', trace_id: traceId, service: 'workflow-executor' },
    { message: 'REMINDER_FAILED', level: 'ERROR', trace_id: traceId, service: 'workflow-executor', cause },
  ]);
}

/** The whole answer: nothing of the inside has a place in it. */
export function expectBland(answer: Answer, traceId: string | null): void {
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

/** One EXECUTION_CRASH, and then the outcome as of any request. */
export function expectOneCrash(lines: readonly LogLine[], traceId: string | null): void {
  const told = lines.filter(({ message }) => message !== 'REQUEST_RECEIVED');
  expect(told).toMatchObject([
    { message: 'EXECUTION_CRASH', level: 'ERROR', trace_id: traceId, service: 'workflow-executor' },
    {
      message: 'EXECUTION_FAILED',
      level: 'ERROR',
      trace_id: traceId,
      error_code: 'internal_execution_error',
    },
  ]);
}
