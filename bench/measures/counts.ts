// What can be counted exactly: requests, bytes of log, bytes of the item, bytes of the package.
import { readFileSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { deflateRawSync } from 'node:zlib';
import { startFaultProxy } from '../../tests/support/fault-proxy.ts';
import { startFakeScheduler } from '../../tests/support/fake-scheduler.ts';
import { byName, rivals } from '../bench.ts';
import type { Bench } from '../bench.ts';
import { budgets } from '../budgets.ts';
import { workFolder } from '../candidates.ts';
import type { Candidate } from '../candidates.ts';
import { itemBytes } from '../item-size.ts';
import { firstAnswer, startDriver } from '../processes.ts';
import type { Environment } from '../processes.ts';
import { createRow } from '../rows.ts';
import type { Row } from '../rows.ts';
import { startStore } from '../store.ts';

type Kind = keyof typeof budgets.requests;
type Requests = Partial<Record<Kind, number>>;
type Counts = {
  readonly item: number;
  readonly requests: Requests;
  readonly zip: number;
  readonly log: number;
};

const executions = 10;
/** The floor knows neither skip nor refusal, and only ours knows reminders. */
const kinds = {
  floor: ['task'],
  standard: ['task', 'replay', 'skip', 'refusal'],
  ours: ['task', 'replay', 'skip', 'refusal', 'reminder', 'delivery'],
  empty: [],
} as const;
/** The tables of each candidate, with the names of their keys. */
const tables = {
  floor: { floor: 'trace_id' },
  standard: { standard: 'trace_id', idempotency: 'id' },
  ours: { ours: 'trace_id' },
  empty: {},
} as const;

/** Bytes of a zip that holds this one file: deflated at level 9, plus the three records of the format. */
function zipBytes({ path }: Candidate): number {
  const name = 'functions/execute.js'.length;
  const [localHeader, centralRecord, endRecord] = [30 + name, 46 + name, 22];
  return deflateRawSync(readFileSync(path), { level: 9 }).length + localHeader + centralRecord + endRecord;
}

async function logBytes(candidate: Candidate, env: Environment): Promise<number> {
  const path = join(workFolder, `${candidate.name}-${process.pid}.log`);
  await firstAnswer(candidate, env, path);
  const { length } = await readFile(path);
  await rm(path);
  return length;
}

export async function measureCounts({ candidates: all, env: instant }: Bench): Promise<Row[]> {
  const candidates = rivals(all);
  const store = await startStore();
  const proxy = await startFaultProxy(store.endpoint, () => undefined, 0);
  const scheduler = await startFakeScheduler();
  const env = {
    ...instant,
    AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
    AWS_ENDPOINT_URL_SCHEDULER: scheduler.endpoint,
  };

  const createItem = async (candidate: Candidate): Promise<number> => {
    const names = Object.entries(tables[candidate.name]);
    for (const [name, key] of names) await store.createTable(name, key);
    await firstAnswer(candidate, env);
    const items = await Promise.all(names.map(([name]) => store.itemsOf(name)));
    return items.flat().reduce((sum, item) => sum + itemBytes(item), 0);
  };

  const countRequests = async (candidate: Candidate): Promise<Requests> => {
    const driver = await startDriver(candidate, env);
    const requests: Requests = {};
    await driver.run({ kind: 'replay' });
    for (const kind of kinds[candidate.name]) {
      if (kind === 'delivery') {
        await driver.run({ kind: 'dueReminder', count: executions });
        // Schedules are created for whole seconds.
        await setTimeout(1_000);
      }
      const due = scheduler.created.slice(-executions).map(({ input }) => JSON.parse(input) as unknown);
      const before = proxy.calls.length;
      await driver.run(kind === 'delivery' ? { due } : { kind, count: executions });
      requests[kind] = (proxy.calls.length - before) / executions;
    }
    await driver.stop();
    return requests;
  };

  const counts: Counts[][] = [];
  for (const candidate of candidates) {
    const item = await createItem(candidate);
    const requests = await countRequests(candidate);
    counts.push([
      { item, requests, zip: zipBytes(candidate) / 1000, log: await logBytes(candidate, instant) },
    ]);
  }
  await Promise.all([proxy.close(), scheduler.close()]);
  await store.stop();

  const requestsRow = (kind: Kind): Row => {
    const made = counts.map((each) => each.flatMap(({ requests }) => requests[kind] ?? []));
    const measured = `requests to DynamoDB: ${kind === 'task' ? 'first execution' : kind}`;
    return createRow(
      measured,
      '',
      byName(candidates, made, (count) => count),
      [{ of: 'value', most: budgets.requests[kind] }],
    );
  };
  return [
    ...kinds.ours.map(requestsRow),
    createRow(
      'zip',
      'KB',
      byName(candidates, counts, ({ zip }) => zip),
      budgets.zip,
    ),
    createRow(
      'log of a first execution, all lines',
      'B',
      byName(candidates, counts, ({ log }) => log),
      budgets.logBytes,
    ),
    createRow(
      'item of the documented task',
      'B',
      byName(candidates, counts, ({ item }) => item),
      budgets.itemBytes,
    ),
  ];
}
