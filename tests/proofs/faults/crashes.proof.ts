// The proof that no crash between the steps of a reminder loses or doubles it: every crash point × every answer of the scheduler, on
// DynamoDB Local.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pMap from 'p-map';
import { createDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import { createTopics } from '../../../lib/adapters/dynamodb/topics.ts';
import { createAdapters } from '../../../lib/adapters/choose.ts';
import { readConfig } from '../../../lib/config/config.ts';
import type { Ports } from '../../../lib/ports/ports.ts';
import { createExecutor, type Execute } from '../../../lib/executor/execute.ts';
import { describeWith } from '../../support/describe-with.ts';
import { testVariables } from '../../support/service.ts';
import { startDynamoDbLocal, type TestStore } from '../../support/store.ts';
import { report } from '../report.ts';
import { createCrashingPorts, type CrashingPorts } from '../crashing-ports.ts';
import { crashCases, runCrashCase, type CrashCase } from './crashes.ts';
import { maxConcurrent } from './combinations.ts';
import { startHarness, type Harness } from './harness.ts';

describeWith('DynamoDB Local', 'crashes between the steps of a reminder', () => {
  let store: TestStore;
  let harness: Harness;
  let crashing: CrashingPorts;
  let execute: Execute;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    harness = await startHarness(store);
    const { adapters, variables } = readConfig(testVariables(store));
    const client = createDynamoClient(harness.endpoints.dynamodb);
    const ports: Ports = {
      executions: createExecutions(client, store.executionsTable, undefined),
      topics: createTopics(client, store.topicsTable),
      adapters: createAdapters(adapters, variables, harness.endpoints),
    };
    crashing = createCrashingPorts(ports, { name: 'log', handOver: () => Promise.resolve({ kind: 'done' }) });
    execute = createExecutor(crashing.ports, 'UTC');
  });
  afterAll(async () => {
    await harness.stop();
    await store.stop();
  });

  test('wherever invocations crash, one schedule and one completed record remain, and no success is answered before', async () => {
    const found = await pMap(
      crashCases,
      async (one) =>
        (await runCrashCase(harness, execute, crashing, one)).map((what) => `${describe(one)}: ${what}`),
      { concurrency: maxConcurrent },
    );
    const wrong = found.flat();
    report(`crashes: ${crashCases.length} combinations of two crashes and the scheduler's answer`, wrong);
    expect(wrong).toEqual([]);
  }, 600_000);
});

function describe({ schedulerAnswer, crashes }: CrashCase): string {
  const points = crashes.map((point) => (point === undefined ? 'no crash' : `${point.fault} ${point.call}`));
  return `${schedulerAnswer}, ${points.join(', then ')}`;
}
