// The proof that no fault between the service and what it calls makes an answer untrue, loses an execution or does one twice, on
// DynamoDB Local. With PROOFS=nightly every combination, and pairs of faults; otherwise a share, seeded by FAULTS_SEED.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../../support/describe-with.ts';
import { startDynamoDbLocal, type TestStore } from '../../support/store.ts';
import { pairs, runAll, singles } from './combinations.ts';
import { situations } from './situations.ts';
import { startHarness, type Harness } from './harness.ts';
import { report } from '../report.ts';
import { isNightly, seedOf } from '../size.ts';

const seed = seedOf('FAULTS_SEED');

describeWith('DynamoDB Local', 'faults between the service and what it calls', () => {
  let store: TestStore;
  let harness: Harness;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    harness = await startHarness(store);
  });
  afterAll(async () => {
    await harness.stop();
    await store.stop();
  });

  test('no single fault makes an answer untrue, loses an execution or does one twice', async () => {
    const { combinations, wrong } = await runAll(harness, await singles(harness, seed));
    const share = isNightly ? 'all' : `one retry policy each, by seed ${seed}`;
    report(
      `faults: ${combinations} combinations of situation, call, fault and retry policy (${share})`,
      wrong,
    );
    expect(wrong).toEqual([]);
  }, 900_000);

  const nightly = isNightly ? test : test.skip;
  nightly(
    'no two faults in one invocation do so either',
    async () => {
      const reminders = situations.filter(({ name }) => name.startsWith('a reminder'));
      let count = 0;
      const all: string[] = [];
      for (const situation of reminders) {
        const { combinations, wrong } = await runAll(
          harness,
          await pairs(harness, situation, 'retry until it works'),
        );
        count += combinations;
        all.push(...wrong);
      }
      report(`faults: ${count} pairs of faults`, all);
      expect(all).toEqual([]);
    },
    900_000,
  );
});
