// The proof that no crash between the steps of an execution loses or doubles its effect: every crash point of two invocations × every
// answer of every outside system, on DynamoDB Local (crash-cases.ts says what is not multiplied, and why); and that an adapter never
// finishes what another one has begun. CRASHES_ADAPTER names one adapter to prove it for.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pMap from 'p-map';
import '../../support/aws-environment.ts';
import { describeWith } from '../../support/describe-with.ts';
import { startDynamoDbLocal, startTimeoutMs, type TestStore } from '../../support/store.ts';
import { report } from '../report.ts';
import { adapterChangeCases, describeAdapterChange, runAdapterChange } from './adapter-changes.ts';
import { crashCasesOf, describeCrashCase } from './crash-cases.ts';
import { openBench, type CrashBench } from './crash-bench.ts';
import { runCrashCase } from './crashes.ts';

/** Executions that run at once: much of each is waiting. */
const concurrency = 24;

describeWith('DynamoDB Local', 'crashes between the steps of an execution', () => {
  let store: TestStore;
  let bench: CrashBench;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    bench = await openBench(store);
  }, startTimeoutMs);
  afterAll(async () => {
    await Promise.all(bench.outsides.map(({ close }) => close()));
    await store.stop();
  });

  /** Runs every case, and reports what was found wrong. */
  async function prove<Case>(
    cases: readonly Case[],
    run: (bench: CrashBench, one: Case) => Promise<readonly string[]>,
    describe: (one: Case) => string,
  ): Promise<readonly string[]> {
    const find = async (one: Case) => (await run(bench, one)).map((what) => `${describe(one)}: ${what}`);
    return (await pMap(cases, find, { concurrency })).flat();
  }

  test('wherever invocations crash, one effect and one settled record remain, and no success is answered before', async () => {
    const only = process.env['CRASHES_ADAPTER'];
    const outsides = bench.outsides.filter(({ name }) => only === undefined || name === only);
    const cases = outsides.flatMap(crashCasesOf);
    const wrong = await prove(cases, runCrashCase, describeCrashCase);
    const counts = outsides.map(({ name, answers }) => {
      const count = cases.filter(({ outside }) => outside.name === name).length;
      return `${name} ${count} with ${Object.keys(answers).length} answers`;
    });
    report(
      `crashes: ${cases.length} combinations of two crashes and the outside system's answers (${counts.join(', ')})`,
      wrong,
    );
    expect(wrong).toEqual([]);
    expect(bench.scripts.strays).toEqual([]);
  }, 600_000);

  test('what one adapter has begun no other one finishes, and it finishes it once it is back', async () => {
    const cases = adapterChangeCases(bench.outsides);
    const wrong = await prove(cases, runAdapterChange, describeAdapterChange);
    report(`adapters: ${cases.length} executions whose adapter was replaced in the middle`, wrong);
    expect(wrong).toEqual([]);
  }, 600_000);
});
