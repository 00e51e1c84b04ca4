// Owns: which combinations there are, and playing them side by side.
import { faultNames } from '../../support/fault-names.ts';
import { patiences, play, type Combination, type Fault, type Patience } from './run-scenario.ts';
import { situations, type Situation } from './situations.ts';
import type { World } from './world.ts';

export type Tally = { combinations: number; readonly wrong: string[] };
const sideBySide = 32;

/** Every situation × every call of its protocol × every fault × first attempt or all × every patience. */
export async function singles(world: World, some: readonly Situation[] = situations): Promise<Combination[]> {
  const all: Combination[] = [];
  for (const situation of some) {
    const { wrong, calls } = await play(world, { situation, faults: [], patience: 'retry once' });
    if (wrong.length > 0) throw new Error(`${situation.name}, unbroken: ${wrong.join('; ')}`);
    for (const call of calls) {
      for (const fault of faultNames) {
        for (const attempts of ['first', 'all'] as const) {
          for (const patience of patiences)
            all.push({ situation, faults: [{ call, fault, attempts }], patience });
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
    faultNames.map((fault): Fault => ({ call, fault, attempts: 'all' })),
  );
  const found = await inTurns(firsts, async (first) => {
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
  await inTurns(combinations, async (combination) => {
    const played = await play(world, combination);
    for (const what of played.wrong) wrong.push(`${describe(combination)}: ${what}`);
  });
  return { combinations: combinations.length, wrong };
}

export async function inTurns<Item, Result>(
  items: readonly Item[],
  run: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const work = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) {
      results[index] = await run(items[index] as Item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(sideBySide, items.length) }, work));
  return results;
}

function describe({ situation, faults, patience }: Combination): string {
  const broken = faults.map(({ call, fault, attempts }) => `${call} ${fault} (${attempts})`).join(' + ');
  return `${situation.name}, ${broken}, ${patience}`;
}
