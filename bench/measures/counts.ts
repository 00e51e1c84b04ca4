// What can be counted to the last one: requests, bytes of log, bytes of the item, bytes of the package.
import { readFile } from 'node:fs/promises';
import { BUDGETS } from '../budgets.ts';
import type { Row } from '../budgets.ts';
import { present } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { WORK, zipBytes } from '../contenders.ts';
import type { Contender } from '../contenders.ts';
import { makeDue } from '../due.ts';
import type { Kind } from '../events.ts';
import { itemBytes } from '../item-size.ts';
import { environment, firstAnswer, startDriver } from '../processes.ts';
import { countedRow } from '../rows.ts';

const SHARED: readonly (Kind & keyof typeof BUDGETS.requests)[] = ['task', 'replay', 'skip', 'refusal'];
const COUNTED = [...SHARED, 'reminder', 'delivery'] as const;
type Counted = (typeof COUNTED)[number];
const EXECUTIONS = 10;

/** Requests to DynamoDB an execution, by kind. The floor knows neither skip nor refusal, and only we know reminders. */
async function requestsOf(bench: Bench, contender: Contender): Promise<Partial<Record<Counted, number>>> {
  const env = environment(bench.standIn.url, { REMINDER_LEAD_SECONDS: '0' });
  const driver = await startDriver(contender, env);
  const requests: Partial<Record<Counted, number>> = {};
  const ours = contender.name === 'ours';
  await driver.run({ kind: 'replay' });
  for (const kind of contender.name === 'floor' ? ['task' as const] : ours ? COUNTED : SHARED) {
    const order =
      kind === 'delivery' ? await makeDue(bench.standIn, driver, EXECUTIONS) : { kind, count: EXECUTIONS };
    const before = await storeCalls(bench);
    const { failures } = await driver.run(order);
    if (failures > 0)
      throw new Error(`${contender.name} failed ${failures} of ${EXECUTIONS} times: ${kind}.`);
    requests[kind] = ((await storeCalls(bench)) - before) / EXECUTIONS;
  }
  await driver.stop();
  return requests;
}

async function storeCalls(bench: Bench): Promise<number> {
  const calls = Object.entries(await bench.standIn.look())
    .filter(([name]) => name !== 'scheduler' && name !== 'sns')
    .flatMap(([, traffic]) => Object.values(traffic.calls));
  return calls.reduce((sum, count) => sum + count, 0);
}

/** The documented task in a fresh process: every line of its log, and the item that it wrote. */
async function firstExecution(bench: Bench, contender: Contender): Promise<{ log: number; item: number }> {
  await bench.standIn.take();
  const logPath = `${WORK}/first-${contender.name}-${process.pid}.log`;
  await firstAnswer(contender, environment(bench.standIn.url), { logPath });
  const items = Object.entries(await bench.standIn.take()).map(([, { lastItem }]) => lastItem ?? {});
  const log = await readFile(logPath);
  return { log: log.length, item: items.reduce((sum, item) => sum + itemBytes(item), 0) };
}

export async function measureCounts(bench: Bench): Promise<Row[]> {
  const contenders = present(bench);
  const requests: Partial<Record<Counted, number>>[] = [];
  const firsts = [];
  for (const contender of contenders) {
    firsts.push(await firstExecution(bench, contender));
    requests.push(await requestsOf(bench, contender));
  }
  const items = firsts.map(({ item }) => item);
  return [
    ...COUNTED.map((kind) =>
      countedRow(
        [`requests-${kind}`, `requests to DynamoDB: ${kind === 'task' ? 'first execution' : kind}`, ''],
        requests.map((counted) => counted[kind]),
        { most: BUDGETS.requests[kind] },
      ),
    ),
    countedRow(
      ['zip', 'zip', 'KB'],
      contenders.map((each) => zipBytes(each) / 1000),
      BUDGETS.zip,
    ),
    countedRow(
      ['log', 'log of a first execution, all lines', 'B'],
      firsts.map(({ log }) => log),
      { most: BUDGETS.logBytes },
    ),
    countedRow(['item', 'item of the documented task', 'B'], items, { most: BUDGETS.itemWriteUnits * 1024 }),
  ];
}
