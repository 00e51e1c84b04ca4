// `npm run bench -- --cost`: measures what each kind of execution does, prices it, and prints it by part.
import { readFile, rm } from 'node:fs/promises';
import type { Bench } from './bench.ts';
import { WORK } from './contenders.ts';
import type { Contender } from './contenders.ts';
import { ASSUMPTIONS, costOfMillion, managedCosts, total } from './cost-model.ts';
import type { ColdStart, Work } from './cost-model.ts';
import type { Order } from './child/driver.ts';
import { makeDue } from './due.ts';
import type { Kind } from './events.ts';
import { itemBytes, writeUnits } from './item-size.ts';
import { PRICES } from './prices.ts';
import { environment, firstAnswer, startDriver } from './processes.ts';
import type { Driver, StandIn } from './processes.ts';
import { median } from './statistics.ts';

const EXECUTIONS = 200;
const PRICED = ['task', 'reminder', 'delivery', 'replay', 'skip'] as const;
type Priced = (typeof PRICED)[number];

/** @param prepare gives what is to be run next; what it does itself is not measured */
async function workOf(
  standIn: StandIn,
  driver: Driver,
  logPath: string,
  prepare: () => Partial<Order> | Promise<Partial<Order>>,
): Promise<Work> {
  await driver.run(await prepare());
  const processor: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const order = await prepare();
    const { processorMs, failures } = await driver.run(order);
    if (failures > 0) throw new Error(`${failures} of ${EXECUTIONS} failed: ${order.kind ?? 'delivery'}.`);
    processor.push(processorMs / EXECUTIONS);
  }
  const order = await prepare();
  const logBefore = (await readFile(logPath)).length;
  const before = await standIn.look();
  await driver.run(order);
  const log = (await readFile(logPath)).subarray(logBefore);
  const after = await standIn.look();
  const apiCalls = order.due ? 0 : 1;
  const work = { apiCalls, storeCalls: 0, writeUnits: 0, readUnits: 0, schedulerCalls: 0, publishes: 0 };
  for (const [table, { calls, lastItem }] of Object.entries(after)) {
    for (const [operation, count] of Object.entries(calls)) {
      const each = (count - (before[table]?.calls[operation] ?? 0)) / EXECUTIONS;
      if (operation === 'CreateSchedule') work.schedulerCalls += each;
      else if (operation === 'Publish') work.publishes += each;
      else work.storeCalls += each;
      if (operation === 'GetItem') work.readUnits += each;
      if (operation === 'PutItem' || operation === 'UpdateItem')
        work.writeUnits += each * writeUnits(itemBytes(lastItem ?? {}));
    }
  }
  const logLines = log.toString().split('\n').length - 1;
  return {
    ...work,
    processorMs: median(processor),
    logBytes: log.length / EXECUTIONS,
    logLines: logLines / EXECUTIONS,
  };
}

interface Measured {
  readonly cold: ColdStart;
  /** The standard stack delivers nothing: its schedules publish by themselves. */
  readonly work: Readonly<Partial<Record<Priced, Work>>>;
}

async function measure(bench: Bench, contender: Contender): Promise<Measured> {
  const env = environment(bench.standIn.url, { REMINDER_LEAD_SECONDS: '0' });
  const starts: number[] = [];
  for (let start = 0; start < 15; start += 1)
    starts.push((await firstAnswer(contender, env, { traceId: `cost-${start}` })).loadProcessorMs);
  const logPath = `${WORK}/cost-${contender.name}-${process.pid}.log`;
  const driver = await startDriver(contender, env, { logPath });
  await bench.standIn.take();
  await driver.run({ kind: 'replay' });
  const of = (kind: Kind): Promise<Work> =>
    workOf(bench.standIn, driver, logPath, () => ({ kind, count: EXECUTIONS }));
  const task = await of('task');
  const ours = contender.name === 'ours';
  // The standard stack has no reminder: it is given one call to the scheduler on top of its task, and the scheduler publishes.
  const reminder = ours ? await of('reminder') : { ...task, schedulerCalls: 1, publishes: 1 };
  const delivery = ours && {
    delivery: await workOf(bench.standIn, driver, logPath, () => makeDue(bench.standIn, driver, EXECUTIONS)),
  };
  const work = { task, reminder, ...delivery, replay: await of('replay'), skip: await of('skip') };
  await driver.stop();
  await rm(logPath);
  return { cold: { loadProcessorMs: median(starts) }, work };
}

const dollars = (value: number): string => `$${value.toFixed(2)}`;

/** The cost tables, in Markdown. */
export async function costReport(bench: Bench): Promise<string> {
  const { ours, standard } = bench.contenders;
  const lines = ['| a million of | by | API | compute | store | logs | scheduler, topic | sum |'];
  lines.push('| --- | --- | --- | --- | --- | --- | --- | --- |');
  const measured = new Map<Contender, Measured>();
  for (const contender of ours ? [ours, standard] : [standard])
    measured.set(contender, await measure(bench, contender));
  for (const kind of PRICED) {
    for (const [{ name }, { cold, work }] of measured) {
      const done = work[kind];
      if (done === undefined) continue;
      const cost = costOfMillion(done, cold);
      const parts = [cost.api, cost.compute, cost.store, cost.logs, cost.reminders, total(cost)];
      lines.push(
        `| ${kind} | ${name === 'ours' ? 'ours' : 'standard stack'} | ${parts.map(dollars).join(' | ')} |`,
      );
    }
  }
  const task = measured.get(ours ?? standard)?.work.task;
  if (task) {
    lines.push('', '| a million tasks by a managed service | at least | made of |', '| --- | --- | --- |');
    for (const [name, { dollars: sum, how }] of Object.entries(managedCosts(task)))
      lines.push(`| ${name} | ${dollars(sum)} | ${how} |`);
  }
  const delivery = ours && measured.get(ours)?.work.delivery;
  if (delivery) {
    const { storeCalls, writeUnits: units, publishes, logBytes } = delivery;
    const done = `${storeCalls} requests to DynamoDB, ${units} write units, ${publishes} publish, ${logBytes} bytes of log`;
    lines.push('', `A delivery takes ${done}.`);
  }
  lines.push('', '| price | dollars | per | set by | figure read at |', '| --- | --- | --- | --- | --- |');
  for (const [name, price] of Object.entries(PRICES))
    lines.push(`| ${name} | ${price.dollars} | ${price.per} | ${price.setBy} | ${price.readAt} |`);
  lines.push('', `Assumed: ${JSON.stringify(ASSUMPTIONS)}`);
  return lines.join('\n');
}
