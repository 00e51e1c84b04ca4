// `npm run bench -- --scaling`: calls, bytes and time an execution as store, payload and concurrency grow tenfold twice.
import type { Bench } from './bench.ts';
import type { Contender } from './contenders.ts';
import type { Order } from './child/driver.ts';
import { itemBytes, writeUnits } from './item-size.ts';
import { environment, startDriver } from './processes.ts';
import { median, percentile } from './statistics.ts';
import { startFilledStore, tableHolding } from './stored.ts';
import { figure } from './table.ts';

const EXECUTIONS = 1000;
const ROUNDS = 5;

interface Growth {
  readonly what: string;
  readonly order: Partial<Order>;
  readonly env: Record<string, string>;
}

async function line(bench: Bench, ours: Contender, { what, order, env }: Growth): Promise<string> {
  const driver = await startDriver(ours, env);
  await driver.run({ ...order, count: EXECUTIONS });
  await bench.standIn.take();
  const reports = [];
  for (let round = 0; round < ROUNDS; round += 1)
    reports.push(await driver.run({ ...order, count: EXECUTIONS }));
  await driver.stop();
  const all = reports.flatMap(({ latenciesMs }) => latenciesMs);
  const executions = EXECUTIONS * ROUNDS;
  const { calls = {}, requestBytes = 0, lastItem } = (await bench.standIn.take())['ours'] ?? {};
  const counted = Object.values(calls).reduce((sum, count) => sum + count, 0) / executions;
  const item = lastItem ? itemBytes(lastItem) : 0;
  const failures = reports.reduce((sum, report) => sum + report.failures, 0);
  const cells = [
    what,
    counted === 0 ? '–' : figure(counted),
    counted === 0 ? '–' : figure(requestBytes / executions),
    item === 0 ? '–' : `${figure(item)} (${writeUnits(item)})`,
    figure(median(all)),
    figure(percentile(all, 0.99)),
    figure(median(reports.map(({ processorMs }) => processorMs / EXECUTIONS))),
    figure(median(reports.map(({ elapsedMs }) => (EXECUTIONS * 1000) / elapsedMs))),
    String(failures),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** The growth table, in Markdown. Calls and bytes are counted on the stand-in, so not where DynamoDB Local answers. */
export async function scalingReport(bench: Bench): Promise<string> {
  const { ours } = bench.contenders;
  if (!ours) return '';
  const lines = [
    '| grown | calls | bytes sent | item bytes (units) | p50 ms | p99 ms | processor ms | a second | failures |',
    '| --- | --- | --- | --- | --- | --- | --- | --- | --- |',
  ];
  const standIn = environment(bench.standIn.url);
  for (const characters of [40, 400, 4000]) {
    const order = { description: 'x'.repeat(characters) };
    lines.push(
      await line(bench, ours, { what: `description of ${characters} characters`, order, env: standIn }),
    );
  }
  for (const concurrency of [1, 10, 100])
    lines.push(
      await line(bench, ours, { what: `${concurrency} at once`, order: { concurrency }, env: standIn }),
    );
  const counts = [2000, 20_000, 200_000];
  const store = await startFilledStore(bench, ours, counts);
  for (const count of counts) {
    const env = environment(store.endpoint, { EXECUTIONS_TABLE: tableHolding(count) });
    lines.push(await line(bench, ours, { what: `${count} stored (DynamoDB Local)`, order: {}, env }));
  }
  await store.stop();
  return lines.join('\n');
}
