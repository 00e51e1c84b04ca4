// Latency of a first execution with 200,000 executions stored against none, both tables in one DynamoDB Local.
import { BUDGETS } from '../budgets.ts';
import type { Row } from '../budgets.ts';
import { takeTurns } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { environment, startDriver } from '../processes.ts';
import { median, ratios, spread } from '../statistics.ts';
import { startFilledStore, tableHolding } from '../stored.ts';

const STORED = 200_000;
const EXECUTIONS_A_ROUND = 25;
const WARM_UP_ROUNDS = 8;

export async function measureStored(bench: Bench): Promise<Row[]> {
  const { ours } = bench.contenders;
  if (!ours) return [];
  const counts = [0, STORED];
  const store = await startFilledStore(bench, ours, counts);
  const drivers = await Promise.all(
    counts.map((count) =>
      startDriver(ours, environment(store.endpoint, { EXECUTIONS_TABLE: tableHolding(count) })),
    ),
  );
  const samples: number[][] = counts.map(() => []);
  const rounds = WARM_UP_ROUNDS + (bench.quick ? 30 : 60);
  await takeTurns([...drivers.entries()], rounds, async ([index, driver], round) => {
    const { latenciesMs, failures } = await driver.run({ kind: 'task', count: EXECUTIONS_A_ROUND });
    if (failures > 0) throw new Error('An execution failed on DynamoDB Local.');
    if (round >= WARM_UP_ROUNDS) samples[index]?.push(median(latenciesMs));
  });
  await Promise.all(drivers.map((driver) => driver.stop()));
  await store.stop();
  const [empty = [], full = []] = samples;
  const value = spread(ratios(full, empty));
  return [
    {
      id: 'stored',
      measured: `latency with ${STORED.toLocaleString('en')} stored (none: ${median(empty).toFixed(2)} ms)`,
      unit: 'ms',
      ours: spread(full),
      checks: [{ of: 'empty store', value, most: BUDGETS.stored }],
    },
  ];
}
