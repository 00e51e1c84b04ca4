// Skips and refusals: processor time above an empty middy handler with the body parser, round by round.
import { takeTurns, withDrivers, type Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import { createRow, type Row } from '../rows.ts';

const count = 400;

export async function measureGate({ candidates, env, quick }: Bench): Promise<Row[]> {
  const { empty, standard, ours } = candidates;
  return await withDrivers([empty, standard, ours], env, async (drivers) => {
    const rows: Row[] = [];
    for (const kind of ['skip', 'refusal'] as const) {
      const reports = await takeTurns(drivers, { warmUp: 5, rounds: quick ? 25 : 50 }, (driver) =>
        // The empty handler refuses nothing.
        driver.run({ kind, count }, { mayFail: driver.name === 'empty' }),
      );
      const [floor = [], theirs = [], own = []] = reports.map((each) =>
        each.map(({ processorMs }) => processorMs / count),
      );
      const aboveFloor = (values: number[]) => values.map((ms, round) => ms - (floor[round] ?? Number.NaN));
      rows.push(
        createRow(
          `${kind}, processor time above an empty handler`,
          'ms',
          { standard: aboveFloor(theirs), ours: aboveFloor(own) },
          budgets.aboveEmptyHandlerMs,
        ),
      );
    }
    return rows;
  });
}
