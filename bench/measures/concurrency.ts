// 64 requests at once through one process: throughput beside the floor, and no failure.
import { BUDGETS } from '../budgets.ts';
import type { Row } from '../budgets.ts';
import { presentForFloor, takeTurns } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { Contender } from '../contenders.ts';
import { environment, startDriver } from '../processes.ts';
import { countedRow } from '../rows.ts';
import { ratios, spread } from '../statistics.ts';

const CONCURRENCY = 64;
const EXECUTIONS_A_ROUND = 640;
const WARM_UP_ROUNDS = 1;

export async function measureConcurrency(bench: Bench): Promise<Row[]> {
  const contenders = presentForFloor(bench);
  const env = environment(bench.standIn.url);
  const drivers = await Promise.all(contenders.map((contender) => startDriver(contender, env)));
  const samples: number[][] = contenders.map(() => []);
  const failed: number[] = contenders.map(() => 0);
  const rounds = WARM_UP_ROUNDS + (bench.quick ? 7 : 15);
  await takeTurns([...drivers.entries()], rounds, async ([index, driver], round) => {
    const order = { kind: 'task', count: EXECUTIONS_A_ROUND, concurrency: CONCURRENCY } as const;
    const { elapsedMs, failures } = await driver.run(order);
    failed[index] = (failed[index] ?? 0) + failures;
    if (round >= WARM_UP_ROUNDS) samples[index]?.push((EXECUTIONS_A_ROUND * 1000) / elapsedMs);
  });
  await Promise.all(drivers.map((driver) => driver.stop()));
  const of = (name: Contender['name']): number =>
    contenders.findIndex((contender) => contender.name === name);
  const [floor = [], standard, ours] = [samples[of('floor')], samples[of('standard')], samples[of('ours')]];
  return [
    {
      id: 'concurrency',
      measured: `${CONCURRENCY} at once through one process`,
      unit: '/s',
      floor: spread(floor),
      ...(standard && { standard: spread(standard) }),
      ...(ours && { ours: spread(ours) }),
      checks: ours
        ? [{ of: 'floor', value: spread(ratios(ours, floor)), least: BUDGETS.throughput.floor }]
        : [],
    },
    countedRow(
      ['concurrency-failures', 'the same: failures', ''],
      (['floor', 'standard', 'ours'] as const).map((name) => failed[of(name)]),
      { most: 0 },
    ),
  ];
}
