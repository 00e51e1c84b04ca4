// Owns: the enumeration of cuts in a request and in its delivery × the receiver's answers × lateness, on Amazon's own store.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import type { Executions } from '../../../lib/ports/executions.ts';
import { describeWith } from '../../support/describe-with.ts';
import '../../support/aws-environment.ts';
import { startDynamoDbLocal, startTimeoutMs, type TestStore } from '../../support/store.ts';
import { inTurns } from '../in-turns.ts';
import { report } from '../report.ts';
import { fates, live, type Cut, type Fate } from './deliveries.ts';
import { sideBySide } from './every-combination.ts';

describeWith('DynamoDB Local', 'cuts between a request and its delivery', () => {
  let store: TestStore;
  let executions: Executions;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    executions = createExecutions(createDynamoClient(store.endpoint), store.executionsTable, undefined);
  }, startTimeoutMs);
  afterAll(async () => {
    await store.stop();
  });

  test('wherever it is cut, it is delivered once, and twice only where what came of it was lost', async () => {
    const wrong = (
      await inTurns(fates, sideBySide, async (fate) =>
        (await live(executions, fate)).map((what) => `${describe(fate)}: ${what}`),
      )
    ).flat();
    report(`deliveries: ${fates.length} combinations of two cuts, the receiver's answer and lateness`, wrong);
    expect(wrong).toEqual([]);
  }, 600_000);
});

function describe({ request, delivery, receiver, again, lateMs }: Fate): string {
  const place = (cut: Cut | undefined) => (cut === undefined ? 'whole' : `${cut.step} ${cut.how}`);
  return `request ${place(request)}, delivery ${place(delivery)}, ${receiver}, again ${again}, ${lateMs} ms late`;
}
