// What can be counted exactly: requests, bytes of log, bytes of the item, bytes of the package.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { zip } from '../../scripts/deploy/zip.ts';
import { startFakeScheduler } from '../../tests/support/fake-scheduler.ts';
import { startFaultProxy } from '../../tests/support/fault-proxy.ts';
import { rivals, rowsOf, type Bench } from '../bench.ts';
import { atMost, budgets } from '../budgets.ts';
import { workFolder, type Candidate } from '../candidates.ts';
import { firstAnswer, startDriver } from '../processes.ts';
import type { Row } from '../rows.ts';
import { startStore } from '../store.ts';

type Kind = keyof typeof budgets.requests;
type CountPlan = { readonly kinds: readonly Kind[]; readonly keysOfTables: Readonly<Record<string, string>> };
type Requests = Partial<Record<Kind, number>>;

const count = 10;
/** The floor neither skips nor refuses, and only this service has reminders. */
const plans: Readonly<Record<'floor' | 'standard' | 'ours', CountPlan>> = {
  floor: { kinds: ['task'], keysOfTables: { floor: 'trace_id' } },
  standard: {
    kinds: ['task', 'replay', 'skip', 'refusal'],
    keysOfTables: { standard: 'trace_id', idempotency: 'id' },
  },
  ours: {
    kinds: ['task', 'replay', 'skip', 'refusal', 'reminder', 'delivery'],
    keysOfTables: { ours: 'trace_id' },
  },
};

/** Bytes of the archive that is deployed. */
function zipBytes({ path }: Candidate): number {
  return zip([{ name: 'functions/execute.js', content: readFileSync(path) }]).length;
}

export async function measureCounts({ candidates, env: instant }: Bench): Promise<Row[]> {
  const store = await startStore();
  const proxy = await startFaultProxy(store.endpoint, () => undefined, 0);
  const scheduler = await startFakeScheduler();
  const env = {
    ...instant,
    AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
    AWS_ENDPOINT_URL_SCHEDULER: scheduler.endpoint,
  };

  const countItem = async (candidate: Candidate, { keysOfTables }: CountPlan): Promise<number> => {
    for (const [table, key] of Object.entries(keysOfTables)) await store.createTable(table, key);
    await firstAnswer(candidate, env);
    const sizes = await Promise.all(Object.keys(keysOfTables).map((table) => store.sizeOf(table)));
    return sizes.reduce((sum, size) => sum + size, 0);
  };

  const countRequests = async (candidate: Candidate, { kinds }: CountPlan): Promise<Requests> => {
    const driver = await startDriver(candidate, env);
    await driver.run({ kind: 'replay' });
    const requests: Requests = {};
    for (const kind of kinds) {
      if (kind === 'delivery') {
        await driver.run({ kind: 'dueReminder', count });
        // Schedules are created for whole seconds.
        await setTimeout(1_000);
      }
      const due = scheduler.created.slice(-count).map(({ input }) => JSON.parse(input) as unknown);
      const before = proxy.calls.length;
      await driver.run(kind === 'delivery' ? { due } : { kind, count });
      requests[kind] = (proxy.calls.length - before) / count;
    }
    await driver.stop();
    return requests;
  };

  const countAll = async (name: keyof typeof plans) => {
    const item = await countItem(candidates[name], plans[name]);
    const requests = await countRequests(candidates[name], plans[name]);
    const logPath = join(workFolder, `${name}.log`);
    await firstAnswer(candidates[name], instant, { logPath });
    return { item, requests, log: readFileSync(logPath).length, zip: zipBytes(candidates[name]) / 1000 };
  };
  const counts = [[await countAll('floor')], [await countAll('standard')], [await countAll('ours')]];
  await Promise.all([proxy.close(), scheduler.close()]);
  await store.stop();

  const row = rowsOf(rivals(candidates), counts);
  const requestsRow = (kind: Kind): Row => {
    const measured = `requests to DynamoDB: ${kind === 'task' ? 'first execution' : kind}`;
    return row(measured, '', ({ requests }) => requests[kind], atMost(budgets.requests[kind]));
  };
  return [
    ...plans.ours.kinds.map(requestsRow),
    row('zip', 'KB', ({ zip }) => zip, budgets.zipKb),
    row('log of a first execution, all lines', 'B', ({ log }) => log, budgets.logBytes),
    row('item of the documented task', 'B', ({ item }) => item, budgets.itemBytes),
  ];
}
