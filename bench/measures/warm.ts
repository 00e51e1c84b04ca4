// Warm executions, one after another: p50, processor time and p99, in rounds that take turns.
import { BUDGETS } from '../budgets.ts';
import type { Row } from '../budgets.ts';
import { present, takeTurns } from '../bench.ts';
import type { Bench } from '../bench.ts';
import type { Contender } from '../contenders.ts';
import { environment, startDriver } from '../processes.ts';
import { sampledRow } from '../rows.ts';
import { median, percentile } from '../statistics.ts';

const EXECUTIONS_A_ROUND = 50;
const WARM_UP_ROUNDS = 8;
/** A process is a few per cent quicker or slower than the next of its kind for all its life, so there are several. */
const RUNS = { quick: 3, full: 8 };
const ROUNDS_A_RUN = 30;
/** One p99 needs hundreds of calls, so ten rounds make one sample of it. */
const ROUNDS_A_TAIL = 10;

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

/** New processes, warmed up, then rounds that take turns. */
async function run(
  bench: Bench,
  contenders: readonly Contender[],
  samples: readonly Samples[],
): Promise<void> {
  await bench.standIn.take();
  const env = environment(bench.standIn.url);
  const drivers = await Promise.all(contenders.map((contender) => startDriver(contender, env)));
  await takeTurns([...drivers.entries()], WARM_UP_ROUNDS + ROUNDS_A_RUN, async ([index, driver], round) => {
    const report = await driver.run({ kind: 'task', count: EXECUTIONS_A_ROUND });
    if (report.failures > 0) throw new Error(`${contenders[index]?.name} failed while warm.`);
    if (round < WARM_UP_ROUNDS) return;
    samples[index]?.p50.push(median(report.latenciesMs));
    samples[index]?.processor.push(report.processorMs / EXECUTIONS_A_ROUND);
    samples[index]?.calls.push(report.latenciesMs);
  });
  await Promise.all(drivers.map((driver) => driver.stop()));
}

export async function measureWarm(bench: Bench): Promise<Row[]> {
  const contenders = present(bench);
  const samples = contenders.map((): Samples => ({ p50: [], processor: [], calls: [] }));
  for (let done = 0; done < (bench.quick ? RUNS.quick : RUNS.full); done += 1)
    await run(bench, contenders, samples);

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
