// What every measure gets, and how candidates take turns.
import type { Candidate, Candidates } from './candidates.ts';
import { startDriver, type Driver, type ProcessVariables } from './processes.ts';
import { createRow, type Limit, type Row, type Samples } from './rows.ts';

export type Bench = {
  readonly candidates: Candidates;
  /** Of a deployed function whose AWS answers at once. */
  readonly env: ProcessVariables;
  readonly quick: boolean;
  readonly say: (line: string) => void;
};

type FigureOf<Sample> = (sample: Sample) => number | undefined;

export type Measure = (bench: Bench) => Promise<Row[]>;

/** The candidates of a row; without the standard stack where a quick run has no budget to compare with it. */
export function rivals({ floor, standard, ours }: Candidates, withStandard = true): Candidate[] {
  return withStandard ? [floor, standard, ours] : [floor, ours];
}

/**
 * Every turn once a round, in an order that moves by one each time, so that none always comes first or last.
 * @returns the samples of each turn, without those of the warm-up
 */
export async function takeTurns<Turn, Sample>(
  turns: readonly Turn[],
  { warmUp, rounds }: { readonly warmUp: number; readonly rounds: number },
  take: (turn: Turn) => Promise<Sample>,
): Promise<Sample[][]> {
  const samples = turns.map((): Sample[] => []);
  for (let round = 0; round < warmUp + rounds; round += 1) {
    const order = [...turns.entries()];
    order.push(...order.splice(0, round % turns.length));
    for (const [index, turn] of order) {
      const sample = await take(turn);
      if (round >= warmUp) samples[index]?.push(sample);
    }
  }
  return samples;
}

/** Starts a driver for each candidate, and stops them after the work. */
export async function withDrivers<Result>(
  candidates: readonly Candidate[],
  env: ProcessVariables,
  work: (drivers: readonly Driver[]) => Promise<Result>,
): Promise<Result> {
  const drivers = await Promise.all(candidates.map((candidate) => startDriver(candidate, env)));
  const result = await work(drivers);
  await Promise.all(drivers.map((driver) => driver.stop()));
  return result;
}

/** Makes rows of the samples of candidates; a sample without the figure is left out. */
export function rowsOf<Sample>(
  candidates: readonly Candidate[],
  samples: readonly (readonly Sample[])[],
): (measured: string, unit: string, figureOf: FigureOf<Sample>, limits?: readonly Limit[]) => Row {
  return (measured, unit, figureOf, limits) => {
    const figures = candidates.map(({ name }, index) => [
      name,
      (samples[index] ?? []).flatMap((sample) => figureOf(sample) ?? []),
    ]);
    return createRow(measured, unit, Object.fromEntries(figures) as Samples, limits);
  };
}
