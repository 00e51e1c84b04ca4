// 64 requests at once through one process: throughput beside the floor, and no failure.
import { rivals, rowsOf, takeTurns, withDrivers, type Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import type { Row } from '../rows.ts';

const concurrency = 64;
const count = 640;

export async function measureConcurrency({ candidates: all, env, quick }: Bench): Promise<Row[]> {
  const candidates = rivals(all, !quick);
  const reports = await withDrivers(candidates, env, (drivers) =>
    takeTurns(drivers, { warmUp: 1, rounds: 15 }, (driver) =>
      driver.run({ kind: 'task', count, concurrency }, { mayFail: true }),
    ),
  );
  const measured = `${concurrency} at once through one process`;
  const failures = reports.map((each) => [each.reduce((sum, report) => sum + report.failures, 0)]);
  return [
    rowsOf(candidates, reports)(
      measured,
      '/s',
      ({ elapsedMs }) => (count * 1000) / elapsedMs,
      budgets.throughput,
    ),
    rowsOf(candidates, failures)(`${measured}: failures`, '', (failed) => failed, budgets.failures),
  ];
}
