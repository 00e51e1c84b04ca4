// Memory after 5,000 executions beside the floor, and what 45,000 more add. Measured after collecting garbage.
import { rivals, rowsOf, type Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import type { DriverReport } from '../child/driver.ts';
import { startDriver, type Driver } from '../processes.ts';
import { createRow, type Row } from '../rows.ts';

const [few, many] = [5_000, 50_000];
const batch = 500;

/** Gives the report of the last batch. */
async function execute(driver: Driver, executions: number): Promise<DriverReport> {
  for (let left = executions; left > batch; left -= batch) await driver.run({ kind: 'task', count: batch });
  return await driver.run({ kind: 'task', count: batch });
}

const heapOf = ({ heapBytes }: DriverReport): number => heapBytes / 1_000_000;
const residentOf = ({ residentBytes }: DriverReport): number => residentBytes / 1_000_000;

export async function measureMemory({ candidates: all, env, quick }: Bench): Promise<Row[]> {
  const candidates = rivals(all, !quick);
  const afterFew: DriverReport[][] = [];
  const afterMany: DriverReport[] = [];
  for (const candidate of candidates) {
    const driver = await startDriver(candidate, env, ['--expose-gc']);
    const report = await execute(driver, few);
    afterFew.push([report]);
    if (candidate.name === 'ours') afterMany.push(await execute(driver, many - few));
    await driver.stop();
  }
  const row = rowsOf(candidates, afterFew);
  // Ours is the last of them.
  const heaps = { ours: afterMany.map(heapOf), fewExecutions: afterFew.at(-1)?.map(heapOf) ?? [] };
  return [
    row('memory after 5,000 executions, heap', 'MB', heapOf, budgets.memory),
    row('memory after 5,000 executions, resident', 'MB', residentOf, budgets.memory),
    createRow('memory after 50,000 executions, heap', 'MB', heaps, budgets.memoryGrowth),
  ];
}
