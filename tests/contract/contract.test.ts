// Owns: the contract's cases on the handler in process, on each store; and every answer held to the OpenAPI document.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { fits, requestMedia, responseMedia } from '../generate/document.ts';
import { describeWith } from '../support/describe-with.ts';
import { startFakeScheduler, type FakeScheduler } from '../support/fake-scheduler.ts';
import { startService, type Service } from '../support/service.ts';
import { startDynalite, startDynamoDbLocal, type TestStore } from '../support/store.ts';
import { allCases } from './all-cases.ts';
import { isReadOnly, type Case, type Step } from './case.ts';
import type { Received } from './exchange.ts';
import { inProcess, type Encoding } from './in-process.ts';
import { runCase } from './run-case.ts';

describe('on dynalite', () => {
  holdCases(allCases, startDynalite, 'text');
});
// Past the reading of the body nothing differs any more.
describe('on dynalite, with bodies in base64', () => {
  holdCases(allCases.filter(isReadOnly), startDynalite, 'base64');
});
describeWith('DynamoDB Local', 'on DynamoDB Local', () => {
  holdCases(allCases, startDynamoDbLocal, 'text');
});

function holdCases(cases: readonly Case[], startStore: () => Promise<TestStore>, encoding: Encoding): void {
  const run = randomUUID().slice(0, 8);
  const misfits: string[] = [];
  let store: TestStore;
  let scheduler: FakeScheduler;
  let service: Service;

  beforeAll(async () => {
    [store, scheduler] = await Promise.all([startStore(), startFakeScheduler()]);
    service = await startService({ store, schedulerEndpoint: scheduler.endpoint });
  }, 60_000);
  afterAll(async () => {
    await Promise.all([store.stop(), scheduler.close()]);
  });

  test.each(cases.map((given) => [given.name, given] as const))('%s', async (_name, given) => {
    const note = (step: Step, received: Received) => misfits.push(...misfitsOf(step, received));
    expect(await runCase(given, run, inProcess(service, encoding), note)).toEqual([]);
  });

  test('every answer fits the OpenAPI document, and so does every request that was not refused', () => {
    expect(misfits).toEqual([]);
  });
}

function misfitsOf({ request }: Step, { status, body }: Received): string[] {
  const misfits = fits(responseMedia(status), JSON.parse(body)) ? [] : [body];
  const accepted = status === 200 && request.json !== undefined;
  return accepted && !fits(requestMedia(), request.json)
    ? [...misfits, JSON.stringify(request.json)]
    : misfits;
}
