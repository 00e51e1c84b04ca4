// The proof that mixed traffic over HTTP gets no wrong answer and leaks nothing, on DynamoDB Local, while faults come and go: for 30
// seconds, with PROOFS=nightly 5 minutes. LOAD_SECONDS sets the time, LOAD_SEED the traffic. Growth is measured between rounds without
// faults: the first one after the warm-up and the last one.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pMap from 'p-map';
import { describeWith } from '../../support/describe-with.ts';
import { faultNames } from '../../support/fault-names.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { traceIdOf } from '../../support/requests.ts';
import { startFakeScheduler, type FakeScheduler } from '../../support/fake-scheduler.ts';
import { startDynamoDbLocal, startTimeoutMs, type TestStore } from '../../support/store.ts';
import { report } from '../report.ts';
import { startServerProcess, type ServerProcess } from '../server-process.ts';
import { pick, randomFrom, seedOf, sizeOf } from '../size.ts';
import { openCallers, type Callers } from './callers.ts';
import type { Footprint } from './server.ts';

const seconds = sizeOf(30, 300, 'LOAD_SECONDS');
const seed = seedOf('LOAD_SEED');
const faultyMs = 2_000;
const quietMs = 3_000;
const shareOfFaults = 0.2;
const lateMs = 1_800;
const maxConcurrent = 16;
/** A claim whose invocation could not complete it has a lease until its deadline and a margin. */
const leaseMs = 12_500;

/** For the heap: compiled code and full caches may add as much. A leak of 1 kB a request exceeds it within 3,000 requests. */
const maxGrowthBytes = 3 * 1024 * 1024;
const maxMoreHandles = 20;
/** The fastest round of each half is compared: a single slow round is the machine's fault. */
const maxSlowdown = 3;
const allowanceMs = 20;
/** A machine that stalls makes a few calls time out without a fault; a service that does not recover makes all of them fail. */
const maxRetryableInQuiet = 0.05;

type Round = Footprint & { readonly medianMs: number };

describeWith('DynamoDB Local', 'traffic with and without faults', () => {
  const random = randomFrom(seed);
  let isQuiet = true;
  let store: TestStore;
  let scheduler: FakeScheduler;
  let proxies: FaultProxy[];
  let server: ServerProcess<Footprint>;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    scheduler = await startFakeScheduler();
    const decide = () => (!isQuiet && random() < shareOfFaults ? pick(faultNames, random) : undefined);
    const toStore = await startFaultProxy(store.endpoint, decide, lateMs);
    const toScheduler = await startFaultProxy(scheduler.endpoint, decide, lateMs);
    proxies = [toStore, toScheduler];
    const endpoints = { dynamodb: toStore.endpoint, scheduler: toScheduler.endpoint };
    server = await startServerProcess({ script: 'tests/proofs/load/server.ts', store, endpoints });
  }, startTimeoutMs);
  afterAll(async () => {
    await server.stop();
    await Promise.all(proxies.map((proxy) => proxy.close()));
    await scheduler.close();
    await store.stop();
  });

  test('no answer is wrong, and neither memory nor handles nor latency grow', async () => {
    const callers = openCallers(server.url, random);
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
      rounds.push({ medianMs, ...(await server.ask()) });
      for (const proxy of proxies) proxy.calls.length = 0;
    }
    await pause(leaseMs);
    await retryOpen(callers);
    const wrong = [...callers.wrong, ...(await faultsOfRecords(callers)), ...growthOf(rounds)];
    const { answers, retryable, retryableInQuiet } = callers.counts;
    if (retryableInQuiet > answers * maxRetryableInQuiet)
      wrong.push(`${retryableInQuiet} failures without a fault`);
    report(
      `load: ${answers} answers in ${rounds.length} rounds with and without faults, seed ${seed}; ` +
        `${callers.executed.length} executed, ${retryable} asked to retry (${retryableInQuiet} of them without a fault); ` +
        `heap ${figures(rounds, ({ heapBytes }) => heapBytes / 2 ** 20)} MB, handles ${figures(rounds, ({ handles }) => handles)}, ` +
        `median ${figures(rounds, ({ medianMs }) => medianMs)} ms`,
      wrong,
    );
    expect(wrong).toEqual([]);
  }, 1_200_000);

  /** Every request that was asked to retry is sent again, and one retry settles it. */
  async function retryOpen({ open, send, wrong }: Callers): Promise<void> {
    await pMap(
      open.splice(0),
      async (json) => {
        const isRight = ({ status }: { status: number }) => status === 200;
        const answer = await send({ json, needsNothing: false, executes: true, isRight }, true);
        if (answer === undefined) wrong.push(`one retry did not settle ${traceIdOf({ json })}`);
      },
      { concurrency: maxConcurrent },
    );
  }

  /** Every success is on record, and every reminder among them has one schedule. */
  async function faultsOfRecords({ executed }: Callers): Promise<string[]> {
    const made = Map.groupBy(scheduler.created, ({ traceId }) => traceId);
    const found = await pMap(
      executed,
      async ({ json, body }) => {
        const traceId = traceIdOf({ json });
        const item = await store.itemOf(traceId);
        const schedules = item?.['action_type']?.S === 'reminder' ? 1 : 0;
        const isKept = item?.['state']?.S === 'done' && body.endsWith(`${item['execution_result']?.S}}`);
        if (!isKept) return [`not on record: ${body}`];
        return (made.get(traceId)?.length ?? 0) === schedules ? [] : [`schedules of ${traceId}`];
      },
      { concurrency: maxConcurrent },
    );
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
    ...(last.heapBytes - first.heapBytes > maxGrowthBytes ? ['the heap grows'] : []),
    ...(last.handles - first.handles > maxMoreHandles ? ['the handles grow'] : []),
    ...(after > before * maxSlowdown + allowanceMs ? ['the answers become slower'] : []),
  ];
}

function medianOf(numbers: readonly number[]): number {
  return numbers.toSorted((one, other) => one - other)[numbers.length >> 1] ?? Number.NaN;
}

function figures(rounds: readonly Round[], of: (round: Round) => number): string {
  return rounds.map((round) => of(round).toFixed(1).replace(/\.0$/, '')).join(' ');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
