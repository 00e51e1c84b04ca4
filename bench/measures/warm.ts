// Warm executions, one after another: p50, processor time and p99, in rounds that take turns.
import { BUDGETS } from '../budgets.ts';
import type { Row } from '../budgets.ts';
import { present, takeTurns } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { environment, startDriver } from '../processes.ts';
import { sampledRow } from '../rows.ts';
import { median, percentile } from '../statistics.ts';

const EXECUTIONS_A_ROUND = 50;
const WARM_UP_ROUNDS = 12;
/** One p99 needs a thousand calls, so twenty rounds make one sample of it. */
const ROUNDS_A_TAIL = 20;

interface Samples {
  readonly p50: number[];
  readonly processor: number[];
  readonly calls: number[][];
}

function tails({ calls }: Samples): number[] {
  const groups = Array.from({ length: calls.length / ROUNDS_A_TAIL }, (_, group) =>
    calls.slice(group * ROUNDS_A_TAIL, (group + 1) * ROUNDS_A_TAIL).flat(),
  );
  return groups.map((group) => percentile(group, 0.99));
}

export async function measureWarm(bench: Bench): Promise<Row[]> {
  const contenders = present(bench);
  const env = environment(bench.standIn.url);
  const drivers = await Promise.all(contenders.map((contender) => startDriver(contender, env)));
  const samples = contenders.map((): Samples => ({ p50: [], processor: [], calls: [] }));
  const rounds = WARM_UP_ROUNDS + (bench.quick ? 100 : 200);
  await takeTurns([...drivers.entries()], rounds, async ([index, driver], round) => {
    const report = await driver.run({ kind: 'task', count: EXECUTIONS_A_ROUND });
    if (report.failures > 0) throw new Error(`${contenders[index]?.name} failed while warm.`);
    if (round < WARM_UP_ROUNDS) return;
    samples[index]?.p50.push(median(report.latenciesMs));
    samples[index]?.processor.push(report.processorMs / EXECUTIONS_A_ROUND);
    samples[index]?.calls.push(report.latenciesMs);
  });
  await Promise.all(drivers.map((driver) => driver.stop()));

  const row = (id: string, measured: string, of: (samples: Samples) => number[]): Row =>
    sampledRow(
      [id, `warm execution of a task, ${measured}`, 'ms'],
      samples.map((each) => of(each)),
      id === 'warm-p99' ? BUDGETS.warmP99 : BUDGETS.warm,
    );
  return [
    row('warm-p50', 'p50', ({ p50 }) => p50),
    row('warm-cpu', 'processor time', ({ processor }) => processor),
    row('warm-p99', 'p99', tails),
  ];
}
