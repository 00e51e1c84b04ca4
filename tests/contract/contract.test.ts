// Owns: the contract's cases on the handler in process, on each store.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { describeWith } from '../support/describe-with.ts';
import { startSchedulerStandIn, type SchedulerStandIn } from '../support/scheduler-stand-in.ts';
import { startService, type Service } from '../support/service.ts';
import { startDynalite, startJudge, type TestStore } from '../support/store.ts';
import { allCases } from './all-cases.ts';
import { inProcess, type Encoding } from './in-process.ts';
import { runCase } from './run-case.ts';

describe('on dynalite, bodies as text', () => {
  holdCases(startDynalite, 'text');
});
describe('on dynalite, bodies in base64', () => {
  holdCases(startDynalite, 'base64');
});
describeWith('DynamoDB Local', 'on DynamoDB Local', () => {
  holdCases(startJudge, 'text');
});

function holdCases(startStore: () => Promise<TestStore>, encoding: Encoding): void {
  const run = randomUUID().slice(0, 8);
  let store: TestStore;
  let scheduler: SchedulerStandIn;
  let service: Service;

  beforeAll(async () => {
    [store, scheduler] = await Promise.all([startStore(), startSchedulerStandIn()]);
    service = await startService({ store, schedulerEndpoint: scheduler.endpoint });
  });
  afterAll(async () => {
    await Promise.all([store.stop(), scheduler.close()]);
  });

  test.each(allCases.map((given) => [given.name, given] as const))('%s', async (_name, given) => {
    expect(await runCase(given, run, inProcess(service, encoding))).toEqual([]);
  });
}
