// What every measure gets: the contenders, the stand-in, how many rounds, and helpers for taking turns.
import type { Contender, Contenders } from './contenders.ts';
import type { Row } from './budgets.ts';
import type { StandIn } from './processes.ts';

export interface Bench {
  readonly contenders: Contenders;
  readonly standIn: StandIn;
  readonly quick: boolean;
  readonly say: (line: string) => void;
}

export type Measure = (bench: Bench) => Promise<Row[]>;

/** The contenders that are there, in the order of the table. */
export function present({ contenders: { floor, standard, ours } }: Bench): Contender[] {
  return ours ? [floor, standard, ours] : [floor, standard];
}

/** The same, for rows without a budget against the standard stack: a quick run leaves it out. */
export function presentForFloor(bench: Bench): Contender[] {
  return present(bench).filter(({ name }) => name !== 'standard' || !bench.quick);
}

/** Every contender once a round, the order turned by one each time, so that none always comes first or last. */
export async function takeTurns<Turn>(
  turns: readonly Turn[],
  rounds: number,
  take: (turn: Turn, round: number) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    for (let place = 0; place < turns.length; place += 1) {
      const turn = turns[(round + place) % turns.length];
      if (turn !== undefined) await take(turn, round);
    }
  }
}
