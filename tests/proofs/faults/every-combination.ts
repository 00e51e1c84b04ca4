// Owns: which combinations there are, and playing them side by side.
// With PROOFS=nightly all of them; by itself each situation × call × fault × attempts, with one patience that a seed picks.
// FAULTS_SITUATION names the one situation to play.
import { faultNames } from '../../support/fault-names.ts';
import { patiences, play, type Combination, type FailureError, type Patience } from './run-scenario.ts';
import { inTurns } from '../in-turns.ts';
import { isNightly, pick, randomFrom } from '../size.ts';
import { situations, type Situation } from './situations.ts';
import type { World } from './world.ts';

export type Tally = { combinations: number; readonly wrong: string[] };
/** How many scenarios go on at once: most of each is waiting. */
export const sideBySide = 32;

/** Every situation × every call of its protocol × every fault × first attempt or all × every patience. */
export async function singles(world: World, seed: number): Promise<Combination[]> {
  const all: Combination[] = [];
  const random = randomFrom(seed);
  const only = process.env['FAULTS_SITUATION'];
  for (const situation of situations.filter(({ name }) => only === undefined || name === only)) {
    const { wrong, calls } = await play(world, { situation, faults: [], patience: 'retry once' });
    if (wrong.length > 0) throw new Error(`${situation.name}, unbroken: ${wrong.join('; ')}`);
    for (const call of calls) {
      for (const fault of faultNames) {
        for (const attempts of ['first', 'all'] as const) {
          for (const patience of isNightly ? patiences : [pick(patiences, random)]) {
            all.push({ situation, faults: [{ call, fault, attempts }], patience });
          }
        }
      }
    }
  }
  return all;
}

/** Every two faults in one invocation: the second hits each call that the first left or brought about. */
export async function pairs(world: World, situation: Situation, patience: Patience): Promise<Combination[]> {
  const { calls } = await play(world, { situation, faults: [], patience });
  const firsts = calls.flatMap((call) =>
    faultNames.map((fault): FailureError => ({ call, fault, attempts: 'all' })),
  );
  const found = await inTurns(firsts, sideBySide, async (first) => {
    const played = await play(world, { situation, faults: [first], patience });
    const after = played.calls.slice(played.calls.indexOf(first.call) + 1);
    return after.flatMap((call) =>
      faultNames.map((fault): Combination => {
        return { situation, faults: [first, { call, fault, attempts: 'all' }], patience };
      }),
    );
  });
  return found.flat();
}

export async function playAll(world: World, combinations: readonly Combination[]): Promise<Tally> {
  const wrong: string[] = [];
  await inTurns(combinations, sideBySide, async (combination) => {
    const played = await play(world, combination);
    for (const what of played.wrong) wrong.push(`${describe(combination)}: ${what}`);
  });
  return { combinations: combinations.length, wrong };
}

function describe({ situation, faults, patience }: Combination): string {
  const broken = faults.map(({ call, fault, attempts }) => `${call} ${fault} (${attempts})`).join(' + ');
  return `${situation.name}, ${broken}, ${patience}`;
}
