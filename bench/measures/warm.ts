// Warm executions, one after another: p50, processor time and p99, in rounds that take turns.
import { rivals, rowsOf, takeTurns, withDrivers, type Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import type { DriverReport } from '../child/driver.ts';
import type { Row } from '../rows.ts';
import { median, percentile } from '../statistics.ts';

const count = 50;
/** Speed differs by a few per cent between processes, so several are measured. */
const runs = { quick: 3, full: 8 };
/** One p99 needs hundreds of calls, so ten rounds make one sample of it. */
const roundsOfTail = 10;

function groupTails(reports: readonly DriverReport[]): number[] {
  const groups = Array.from({ length: reports.length / roundsOfTail }, (_, group) =>
    reports.slice(group * roundsOfTail, (group + 1) * roundsOfTail),
  );
  return groups.map((group) => {
    const latencies = group.flatMap(({ latenciesMs }) => latenciesMs);
    return percentile(latencies, 0.99);
  });
}

export async function measureWarm({ candidates: all, env, quick }: Bench): Promise<Row[]> {
  const candidates = rivals(all);
  const reports = candidates.map((): DriverReport[] => []);
  for (let run = 0; run < (quick ? runs.quick : runs.full); run += 1) {
    const samples = await withDrivers(candidates, env, (drivers) =>
      takeTurns(drivers, { warmUp: 8, rounds: 30 }, (driver) => driver.run({ kind: 'task', count })),
    );
    for (const [index, each] of samples.entries()) reports[index]?.push(...each);
  }
  const row = rowsOf(candidates, reports);
  const tailRow = rowsOf(candidates, reports.map(groupTails));
  const measured = 'warm execution of a task';
  return [
    row(`${measured}, p50`, 'ms', ({ latenciesMs }) => median(latenciesMs), budgets.warm),
    row(`${measured}, processor time`, 'ms', ({ processorMs }) => processorMs / count, budgets.warm),
    tailRow(`${measured}, p99`, 'ms', (tail) => tail, budgets.warmP99),
  ];
}
