// Owns: the enumeration of deaths × the scheduler's answers, on Amazon's own store.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createDynamoClient } from '../../../lib/adapters/dynamodb/client.ts';
import { createExecutions } from '../../../lib/adapters/dynamodb/executions.ts';
import { createTopics } from '../../../lib/adapters/dynamodb/topics.ts';
import { createReminders } from '../../../lib/adapters/eventbridge/reminders.ts';
import { readConfig } from '../../../lib/config/config.ts';
import { createExecutor, type Execute } from '../../../lib/executor/execute.ts';
import { describeWith } from '../../support/describe-with.ts';
import { testVariables } from '../../support/service.ts';
import { startDynamoDbLocal, type TestStore } from '../../support/store.ts';
import { report } from '../report.ts';
import { fates, live, type Fate } from './deaths.ts';
import { inTurns } from '../in-turns.ts';
import { sideBySide } from './every-combination.ts';
import { makeMortal, type Mortals } from './mortal.ts';
import { startWorld, type World } from './world.ts';

describeWith('DynamoDB Local', 'deaths between the steps of a reminder', () => {
  let store: TestStore;
  let world: World;
  let mortals: Mortals;
  let execute: Execute;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    world = await startWorld(store);
    const { reminders } = readConfig(testVariables(store));
    const client = createDynamoClient(world.endpoints.dynamodb);
    mortals = makeMortal({
      executions: createExecutions(client, store.executionsTable, undefined),
      topics: createTopics(client, store.topicsTable),
      reminders: createReminders(reminders, world.endpoints.scheduler),
    });
    execute = createExecutor(mortals.ports, 'UTC');
  });
  afterAll(async () => {
    await world.stop();
    await store.stop();
  });

  test('wherever invocations die, one schedule and one settled record remain, and no success is told before', async () => {
    const wrong = (
      await inTurns(fates, sideBySide, async (fate) =>
        (await live(world, execute, mortals, fate)).map((what) => `${describe(fate)}: ${what}`),
      )
    ).flat();
    report(`deaths: ${fates.length} combinations of two deaths and the scheduler's answer`, wrong);
    expect(wrong).toEqual([]);
  }, 600_000);
});

function describe({ answer, deaths }: Fate): string {
  const places = deaths.map((death) => (death === undefined ? 'lives' : `dies ${death.when} ${death.step}`));
  return `${answer}, ${places.join(', then ')}`;
}
