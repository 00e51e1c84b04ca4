// Lists the combinations of situation, faults and retry policy, and runs them concurrently. With PROOFS=nightly all of them;
// otherwise each situation × call × fault × attempts with one retry policy, picked by a seed. FAULTS_SITUATION names one situation to run.
import pMap from 'p-map';
import { faultNames } from '../../support/fault-names.ts';
import {
  retryPolicies,
  runCombination,
  type Combination,
  type InjectedFault,
  type RetryPolicy,
} from './run-combination.ts';
import { isNightly, pick, randomFrom } from '../size.ts';
import { situations, type Situation } from './situations.ts';
import type { Harness } from './harness.ts';

export type Tally = { combinations: number; readonly wrong: string[] };
/** Scenarios that run at once: most of each is waiting. */
export const maxConcurrent = 32;

/** Every situation × every call of its protocol × every fault × first attempt or all × every retry policy. */
export async function singles(harness: Harness, seed: number): Promise<Combination[]> {
  const all: Combination[] = [];
  const random = randomFrom(seed);
  const only = process.env['FAULTS_SITUATION'];
  for (const situation of situations.filter(({ name }) => only === undefined || name === only)) {
    const { wrong, calls } = await runCombination(harness, {
      situation,
      faults: [],
      retryPolicy: 'retry once',
    });
    if (wrong.length > 0) throw new Error(`${situation.name}, unbroken: ${wrong.join('; ')}`);
    for (const call of calls) {
      for (const fault of faultNames) {
        for (const attempts of ['first', 'all'] as const) {
          for (const retryPolicy of isNightly ? retryPolicies : [pick(retryPolicies, random)]) {
            all.push({ situation, faults: [{ call, fault, attempts }], retryPolicy });
          }
        }
      }
    }
  }
  return all;
}

/** Every pair of faults in one invocation: the second one hits each call that still happens after the first. */
export async function pairs(
  harness: Harness,
  situation: Situation,
  retryPolicy: RetryPolicy,
): Promise<Combination[]> {
  const { calls } = await runCombination(harness, { situation, faults: [], retryPolicy });
  const firsts = calls.flatMap((call) =>
    faultNames.map((fault): InjectedFault => ({ call, fault, attempts: 'all' })),
  );
  const found = await pMap(
    firsts,
    async (first) => {
      const result = await runCombination(harness, { situation, faults: [first], retryPolicy });
      const after = result.calls.slice(result.calls.indexOf(first.call) + 1);
      return after.flatMap((call) =>
        faultNames.map((fault): Combination => {
          return { situation, faults: [first, { call, fault, attempts: 'all' }], retryPolicy };
        }),
      );
    },
    { concurrency: maxConcurrent },
  );
  return found.flat();
}

export async function runAll(harness: Harness, combinations: readonly Combination[]): Promise<Tally> {
  const wrong: string[] = [];
  await pMap(
    combinations,
    async (combination) => {
      const result = await runCombination(harness, combination);
      for (const what of result.wrong) wrong.push(`${describe(combination)}: ${what}`);
    },
    { concurrency: maxConcurrent },
  );
  return { combinations: combinations.length, wrong };
}

function describe({ situation, faults, retryPolicy }: Combination): string {
  const broken = faults.map(({ call, fault, attempts }) => `${call} ${fault} (${attempts})`).join(' + ');
  return `${situation.name}, ${broken}, ${retryPolicy}`;
}
