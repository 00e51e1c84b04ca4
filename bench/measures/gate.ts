// Skips and refusals: processor time above an empty middy handler with the body parser, round by round.
import { BUDGETS } from '../budgets.ts';
import type { Row } from '../budgets.ts';
import { takeTurns } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { Kind } from '../events.ts';
import { environment, startDriver } from '../processes.ts';
import { spread } from '../statistics.ts';

const CALLS_A_ROUND = 400;
const WARM_UP_ROUNDS = 5;

export async function measureGate(bench: Bench): Promise<Row[]> {
  const { empty, standard, ours } = bench.contenders;
  const env = environment(bench.standIn.url);
  const contenders = ours ? [empty, standard, ours] : [empty, standard];
  const drivers = await Promise.all(contenders.map((contender) => startDriver(contender, env)));
  const rounds = WARM_UP_ROUNDS + (bench.quick ? 25 : 50);

  const above = async (kind: Kind): Promise<number[][]> => {
    const samples: number[][] = contenders.map(() => []);
    await takeTurns([...drivers.entries()], rounds, async ([index, driver], round) => {
      const { processorMs, failures } = await driver.run({ kind, count: CALLS_A_ROUND });
      if (index > 0 && failures > 0) throw new Error(`${contenders[index]?.name} failed: ${kind}.`);
      if (round >= WARM_UP_ROUNDS) samples[index]?.push(processorMs / CALLS_A_ROUND);
    });
    return samples.map((each) => each.map((ms, round) => ms - (samples[0]?.[round] ?? Number.NaN)));
  };

  const row = async (kind: Kind): Promise<Row> => {
    const [, theirs = [], own] = await above(kind);
    const value = own && spread(own);
    return {
      id: kind,
      measured: `${kind}, processor time above an empty handler`,
      unit: 'ms',
      standard: spread(theirs),
      ...(value && { ours: value }),
      checks: value ? [{ of: 'value', value, most: BUDGETS.aboveEmptyHandlerMs }] : [],
    };
  };
  const rows = [await row('skip'), await row('refusal')];
  await Promise.all(drivers.map((driver) => driver.stop()));
  return rows;
}
