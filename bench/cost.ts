// `npm run bench -- --cost`: measures what each kind of execution does, prices it, and prints it by part.
import { readFile, rm } from 'node:fs/promises';
import type { Bench } from './bench.ts';
import { WORK } from './contenders.ts';
import type { Contender } from './contenders.ts';
import { ASSUMPTIONS, costOfMillion, managedCosts, total } from './cost-model.ts';
import type { ColdStart, Work } from './cost-model.ts';
import type { Kind } from './events.ts';
import { itemBytes, writeUnits } from './item-size.ts';
import { PRICES } from './prices.ts';
import { environment, firstAnswer, startDriver } from './processes.ts';
import type { Driver, StandIn } from './processes.ts';
import { median } from './statistics.ts';

const EXECUTIONS = 200;
const KINDS = ['task', 'reminder', 'replay', 'skip'] as const satisfies readonly Kind[];
type Priced = (typeof KINDS)[number];

async function workOf(standIn: StandIn, driver: Driver, logPath: string, kind: Kind): Promise<Work> {
  await driver.run({ kind, count: EXECUTIONS });
  const processor: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const { processorMs, failures } = await driver.run({ kind, count: EXECUTIONS });
    if (failures > 0) throw new Error(`${failures} of ${EXECUTIONS} executions failed: ${kind}.`);
    processor.push(processorMs / EXECUTIONS);
  }
  const logBefore = (await readFile(logPath)).length;
  const before = await standIn.look();
  await driver.run({ kind, count: EXECUTIONS });
  const log = (await readFile(logPath)).subarray(logBefore);
  const after = await standIn.look();
  const work = { storeCalls: 0, writeUnits: 0, readUnits: 0, schedulerCalls: 0 };
  for (const [table, { calls, lastItem }] of Object.entries(after)) {
    for (const [operation, count] of Object.entries(calls)) {
      const each = (count - (before[table]?.calls[operation] ?? 0)) / EXECUTIONS;
      if (operation === 'CreateSchedule') work.schedulerCalls += each;
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
  readonly work: Readonly<Record<Priced, Work>>;
}

async function measure(bench: Bench, contender: Contender): Promise<Measured> {
  const env = environment(bench.standIn.url);
  const starts: number[] = [];
  for (let start = 0; start < 15; start += 1)
    starts.push((await firstAnswer(contender, env, { traceId: `cost-${start}` })).loadProcessorMs);
  const logPath = `${WORK}/cost-${contender.name}-${process.pid}.log`;
  const driver = await startDriver(contender, env, { logPath });
  await bench.standIn.take();
  await driver.run({ kind: 'replay' });
  const of = (kind: Kind): Promise<Work> => workOf(bench.standIn, driver, logPath, kind);
  const task = await of('task');
  // The standard stack has no reminder: it is given one call to the scheduler on top of its task.
  const reminder = contender.name === 'ours' ? await of('reminder') : { ...task, schedulerCalls: 1 };
  const work = { task, reminder, replay: await of('replay'), skip: await of('skip') };
  await driver.stop();
  await rm(logPath);
  return { cold: { loadProcessorMs: median(starts) }, work };
}

const dollars = (value: number): string => `$${value.toFixed(2)}`;

/** The cost tables, in Markdown. */
export async function costReport(bench: Bench): Promise<string> {
  const { ours, standard } = bench.contenders;
  const lines = ['| a million of | by | API | compute | store | logs | scheduler | sum |'];
  lines.push('| --- | --- | --- | --- | --- | --- | --- | --- |');
  const measured = new Map<Contender, Measured>();
  for (const contender of ours ? [ours, standard] : [standard])
    measured.set(contender, await measure(bench, contender));
  for (const kind of KINDS) {
    for (const [{ name }, { cold, work }] of measured) {
      const cost = costOfMillion(work[kind], cold);
      const parts = [cost.api, cost.compute, cost.store, cost.logs, cost.scheduler, total(cost)];
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
  lines.push('', '| price | dollars | per | set by | figure read at |', '| --- | --- | --- | --- | --- |');
  for (const [name, price] of Object.entries(PRICES))
    lines.push(`| ${name} | ${price.dollars} | ${price.per} | ${price.setBy} | ${price.readAt} |`);
  lines.push('', `Assumed: ${JSON.stringify(ASSUMPTIONS)}`);
  return lines.join('\n');
}
