// Owns: mixed traffic behind HTTP, on Amazon's own store, while faults come and go: 30 seconds, with PROOFS=nightly 5 minutes.
// LOAD_SECONDS sets how long, LOAD_SEED what. Growth is judged between quiet rounds: the first after the warm-up and the last.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../../support/describe-with.ts';
import { faultNames } from '../../support/fault-names.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { traceIdOf } from '../../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../../support/fake-scheduler.ts';
import { startDynamoDbLocal, startTimeoutMs, type TestStore } from '../../support/store.ts';
import { inTurns } from '../in-turns.ts';
import { report } from '../report.ts';
import { pick, randomFrom, seedOf, sizeOf } from '../size.ts';
import { openCallers, type Callers } from './callers.ts';
import { serve, type Served } from './process.ts';
import type { Held } from './server.ts';

const seconds = sizeOf(30, 300, 'LOAD_SECONDS');
const seed = seedOf('LOAD_SEED');
const faultyMs = 2_000;
const quietMs = 3_000;
const shareOfFaults = 0.2;
const lateMs = 1_800;
/** A claim whose invocation could not end it stands for its deadline and a margin. */
const leaseMs = 12_500;

/** Of the heap: what compiled code and filled caches may add. A leak of 1 kB a request exceeds it within 3,000 requests. */
const mostGrowthBytes = 3 * 1024 * 1024;
const mostMoreHandles = 20;
/** The faster half of the rounds are compared, for what slows a single round is the machine. */
const mostSlower = 3;
const allowanceMs = 20;
/** A machine that stalls makes calls time out without any fault of ours; a service that does not recover makes all. */
const mostPassingInQuiet = 0.05;

type Round = Held & { readonly medianMs: number };

describeWith('DynamoDB Local', 'an hour of traffic in little time', () => {
  const random = randomFrom(seed);
  let isQuiet = true;
  let store: TestStore;
  let scheduler: FakeScheduler;
  let proxies: FaultProxy[];
  let served: Served;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    scheduler = await startFakeScheduler();
    const decide = () => (!isQuiet && random() < shareOfFaults ? pick(faultNames, random) : undefined);
    const toStore = await startFaultProxy(store.endpoint, decide, lateMs);
    const toScheduler = await startFaultProxy(scheduler.endpoint, decide, lateMs);
    proxies = [toStore, toScheduler];
    served = await serve(store, { dynamodb: toStore.endpoint, scheduler: toScheduler.endpoint });
  }, startTimeoutMs);
  afterAll(async () => {
    await served.stop();
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await scheduler.close();
    await store.stop();
  });

  test('no answer is wrong, and neither memory nor handles nor latency grow', async () => {
    const callers = openCallers(served.url, random);
    const rounds: Round[] = [];
    const endMs = performance.now() + seconds * 1000;
    await callers.call(quietMs, true);
    while (performance.now() < endMs || rounds.length < 2) {
      isQuiet = false;
      const stragglers = callers.call(faultyMs, false);
      await pause(faultyMs);
      isQuiet = true;
      const medianMs = medianOf(await callers.call(quietMs, true));
      await stragglers;
      rounds.push({ medianMs, ...(await served.measure()) });
      for (const proxy of proxies) proxy.calls.length = 0;
    }
    await pause(leaseMs);
    await comeBack(callers);
    const wrong = [...callers.wrong, ...(await faultsOfRecords(callers)), ...growthOf(rounds)];
    const { answers, passing, passingInQuiet } = callers.counts;
    if (passingInQuiet > answers * mostPassingInQuiet)
      wrong.push(`${passingInQuiet} failures without a fault`);
    report(
      `load: ${answers} answers in ${rounds.length} rounds with and without faults, seed ${seed}; ` +
        `${callers.executed.length} executed, ${passing} told to come back (${passingInQuiet} of them without a fault); ` +
        `heap ${tell(rounds, ({ heapBytes }) => heapBytes / 2 ** 20)} MB, handles ${tell(rounds, ({ handles }) => handles)}, ` +
        `median ${tell(rounds, ({ medianMs }) => medianMs)} ms`,
      wrong,
    );
    expect(wrong).toEqual([]);
  }, 1_200_000);

  /** Whoever was told to come back does, and one retry settles it. */
  async function comeBack({ open, send, wrong }: Callers): Promise<void> {
    await inTurns(open.splice(0), 16, async (json) => {
      const sent = {
        json,
        alone: false,
        executes: true,
        right: ({ status }: { status: number }) => status === 200,
      };
      if ((await send(sent, true)) === undefined)
        wrong.push(`one retry did not settle ${traceIdOf({ json })}`);
    });
  }

  /** Every success is on record, and every reminder among them has one schedule. */
  async function faultsOfRecords({ executed }: Callers): Promise<string[]> {
    const made = Map.groupBy(scheduler.created, ({ traceId }) => traceId);
    const found = await inTurns(executed, 16, async ({ json, body }) => {
      const traceId = traceIdOf({ json });
      const item = await store.itemOf(traceId);
      const schedules = item?.['action_type']?.S === 'reminder' ? 1 : 0;
      const isKept = item?.['state']?.S === 'done' && body.endsWith(`${item['execution_result']?.S}}`);
      if (!isKept) return [`not on record: ${body}`];
      return (made.get(traceId)?.length ?? 0) === schedules ? [] : [`schedules of ${traceId}`];
    });
    return found.flat();
  }
});

function growthOf(rounds: readonly Round[]): string[] {
  const [first, last] = [rounds[0], rounds.at(-1)];
  if (first === undefined || last === undefined) return ['no round was measured'];
  const half = Math.floor(rounds.length / 2);
  const fastest = (some: readonly Round[]) => Math.min(...some.map(({ medianMs }) => medianMs));
  const [before, after] = [fastest(rounds.slice(0, half)), fastest(rounds.slice(half))];
  return [
    ...(last.heapBytes - first.heapBytes > mostGrowthBytes ? ['the heap grows'] : []),
    ...(last.handles - first.handles > mostMoreHandles ? ['the handles grow'] : []),
    ...(after > before * mostSlower + allowanceMs ? ['the answers become slower'] : []),
  ];
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;
}

function tell(rounds: readonly Round[], of: (round: Round) => number): string {
  return rounds.map((round) => of(round).toFixed(1).replace(/\.0$/, '')).join(' ');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
