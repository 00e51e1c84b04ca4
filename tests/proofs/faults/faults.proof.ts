// Owns: the enumeration of faults between the service and what it calls, on Amazon's own store.
// With PROOFS=nightly whole, and pairs of faults; by itself a share (every-combination.ts), seeded by FAULTS_SEED.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../../support/describe-with.ts';
import { startDynamoDbLocal, type TestStore } from '../../support/store.ts';
import { pairs, playAll, singles } from './every-combination.ts';
import { situations } from './situations.ts';
import { startWorld, type World } from './world.ts';
import { report } from '../report.ts';
import { isNightly, seedOf } from '../size.ts';

const seed = seedOf('FAULTS_SEED');

describeWith('DynamoDB Local', 'faults between the service and what it calls', () => {
  let store: TestStore;
  let world: World;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    world = await startWorld(store);
  });
  afterAll(async () => {
    await world.stop();
    await store.stop();
  });

  test('no single fault makes an answer untrue, loses an execution or does one twice', async () => {
    const { combinations, wrong } = await playAll(world, await singles(world, seed));
    const share = isNightly ? 'all' : `a patience each by seed ${seed}`;
    report(`faults: ${combinations} combinations of situation, call, fault and patience (${share})`, wrong);
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
        const { combinations, wrong } = await playAll(
          world,
          await pairs(world, situation, 'retry until it works'),
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
