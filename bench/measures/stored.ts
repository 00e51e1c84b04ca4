// Latency of a first execution with 200,000 executions stored against none, both tables in one DynamoDB Local.
import { takeTurns, type Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import { firstAnswer, startDriver } from '../processes.ts';
import { createRow, type Row } from '../rows.ts';
import { median } from '../statistics.ts';
import { startStore } from '../store.ts';

const stored = 200_000;

export async function measureStored({ candidates: { ours }, env, quick }: Bench): Promise<Row[]> {
  const store = await startStore();
  const envOf = (table: string) => ({
    ...env,
    AWS_ENDPOINT_URL_DYNAMODB: store.endpoint,
    EXECUTIONS_TABLE: table,
  });
  for (const table of ['sample', 'empty', 'full']) await store.createTable(table);
  await firstAnswer(ours, envOf('sample'));
  const [item] = await store.itemsOf('sample');
  if (!item) throw new Error('The first execution wrote nothing that could be copied.');
  await store.fill('full', item, stored);

  const drivers = [await startDriver(ours, envOf('empty')), await startDriver(ours, envOf('full'))];
  const latencies = await takeTurns(drivers, { warmUp: 8, rounds: quick ? 30 : 60 }, async (driver) => {
    const { latenciesMs } = await driver.run({ kind: 'task', count: 25 });
    return median(latenciesMs);
  });
  await Promise.all(drivers.map((driver) => driver.stop()));
  await store.stop();

  const [empty = [], full = []] = latencies;
  const measured = `latency with ${stored.toLocaleString('en')} stored (none: ${median(empty).toFixed(2)} ms)`;
  return [createRow(measured, 'ms', { ours: full, emptyStore: empty }, budgets.stored)];
}
