// 64 requests at once through one process: throughput beside the floor, and no failure.
import { byName, rivals, takeTurns, withDrivers } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import { createRow } from '../rows.ts';
import type { Row } from '../rows.ts';

const concurrency = 64;
const count = 640;

export async function measureConcurrency({ candidates: all, env, quick }: Bench): Promise<Row[]> {
  const candidates = rivals(all, !quick);
  const reports = await withDrivers(candidates, env, (drivers) =>
    takeTurns(drivers, { warmUp: 1, rounds: quick ? 7 : 15 }, (driver) =>
      driver.run({ kind: 'task', count, concurrency }, { mayFail: true }),
    ),
  );
  const failures = reports.map((each) => [each.reduce((sum, report) => sum + report.failures, 0)]);
  return [
    createRow(
      `${concurrency} at once through one process`,
      '/s',
      byName(candidates, reports, ({ elapsedMs }) => (count * 1000) / elapsedMs),
      budgets.throughput,
    ),
    createRow(
      `${concurrency} at once through one process: failures`,
      '',
      byName(candidates, failures, (failed) => failed),
      budgets.failures,
    ),
  ];
}
