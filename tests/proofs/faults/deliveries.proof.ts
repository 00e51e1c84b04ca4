// The proof that no interruption of a request or of its delivery loses or doubles a reminder: every pair of crash points × the
// receiver's answers × lateness, on DynamoDB Local.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pMap from 'p-map';
import { createDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import type { Executions } from '../../../lib/ports/executions.ts';
import { describeWith } from '../../support/describe-with.ts';
import '../../support/aws-environment.ts';
import { startDynamoDbLocal, startTimeoutMs, type TestStore } from '../../support/store.ts';
import { report } from '../report.ts';
import { runDeliveryCase } from './deliveries.ts';
import { deliveryCases, describeCase } from './delivery-cases.ts';
import { maxConcurrent } from './combinations.ts';

describeWith('DynamoDB Local', 'interruptions between a request and its delivery', () => {
  let store: TestStore;
  let executions: Executions;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    executions = createExecutions(createDynamoClient(store.endpoint), store.executionsTable, undefined);
  }, startTimeoutMs);
  afterAll(async () => {
    await store.stop();
  });

  test('wherever it is interrupted, it is delivered once, and twice only where the answer to the first delivery was lost', async () => {
    const found = await pMap(
      deliveryCases,
      async (one) => (await runDeliveryCase(executions, one)).map((what) => `${describeCase(one)}: ${what}`),
      { concurrency: maxConcurrent },
    );
    const wrong = found.flat();
    const count = deliveryCases.length;
    report(
      `deliveries: ${count} combinations of two interruptions, the receiver's answer and lateness`,
      wrong,
    );
    expect(wrong).toEqual([]);
  }, 600_000);
});
