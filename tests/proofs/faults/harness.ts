// Runs the service behind proxies that break its calls to the store and to the scheduler as a scenario plans, with a clock that each
// scenario sets.
import { AsyncLocalStorage } from 'node:async_hooks';
import type { FaultName } from '../../support/fault-names.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import type { ProxiedCall } from '../../support/fault-answers.ts';
import { startFakeScheduler, type FakeScheduler } from '../../support/fake-scheduler.ts';
import type { SentRequest } from '../../support/requests.ts';
import { startService, type ServiceAnswer } from '../../support/service.ts';
import type { TestStore } from '../../support/store.ts';

/** A call of the protocol, as it is seen on the wire. */
export type CallName =
  'record' | 'claim' | 'take over' | 'complete' | 'release' | 'find' | 'topic' | 'schedule';

/** One attempt at a call: its number within the invocation, and the invocation's number within the scenario, both from 1. */
export type Attempt = { readonly call: CallName; readonly attempt: number; readonly invocation: number };

/** One scenario: its faults, its clock, and the calls that were seen on the wire. */
export type FaultScenario = {
  plan: (attempt: Attempt) => FaultName | undefined;
  invocation: number;
  clockMs: number;
  readonly seen: (Attempt & { readonly fault: FaultName | undefined })[];
};

export type Harness = {
  readonly store: TestStore;
  readonly scheduler: FakeScheduler;
  readonly proxies: readonly FaultProxy[];
  /** Where a service must send its calls to be part of this harness. */
  readonly endpoints: { readonly dynamodb: string; readonly scheduler: string };
  /** Begins a scenario: every call that concerns one of these keys (trace ids, topics) belongs to it. */
  readonly begin: (keys: readonly string[]) => FaultScenario;
  /** Sends a request in this scenario, as its next invocation. */
  readonly send: (scenario: FaultScenario, request: SentRequest) => Promise<TimedAnswer>;
  readonly stop: () => Promise<void>;
};

/** `tookMs` is without the time for which a busy machine did not run this process. */
export type TimedAnswer = ServiceAnswer & { readonly tookMs: number };

/** An invocation's time limit: long enough for one time-out of the scheduler, short enough for a test. */
export const limitMs = 4_000;
/** Longer than one attempt of a client. */
const lateMs = 1_800;

export async function startHarness(store: TestStore): Promise<Harness> {
  const scenarios = new Map<string, FaultScenario>();
  const current = new AsyncLocalStorage<FaultScenario>();
  const scheduler = await startFakeScheduler();
  const decide = (call: ProxiedCall) => {
    const scenario = scenarios.get(keyOf(call));
    if (scenario === undefined) return undefined;
    const { invocation, seen } = scenario;
    const name = nameOf(call);
    const attempt = 1 + seen.filter((one) => one.call === name && one.invocation === invocation).length;
    const fault = scenario.plan({ call: name, attempt, invocation });
    seen.push({ call: name, attempt, invocation, fault });
    return fault;
  };
  const stalls = watchStalls();
  const toStore = await startFaultProxy(store.endpoint, decide, lateMs);
  const toScheduler = await startFaultProxy(scheduler.endpoint, decide, lateMs);
  const epochMs = () => Date.now() + (current.getStore()?.clockMs ?? 0);
  const service = await startService({
    store: { ...store, endpoint: toStore.endpoint },
    schedulerEndpoint: toScheduler.endpoint,
    runtime: { epochMs },
  });
  // DynamoDB Local has separate tables for each access key: these were made with this one.
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' });

  return {
    store,
    scheduler,
    proxies: [toStore, toScheduler],
    endpoints: { dynamodb: toStore.endpoint, scheduler: toScheduler.endpoint },
    begin: (keys) => {
      const scenario: FaultScenario = { plan: () => undefined, invocation: 0, clockMs: 0, seen: [] };
      for (const key of keys) scenarios.set(key, scenario);
      return scenario;
    },
    send: (scenario, request) =>
      current.run(scenario, async () => {
        scenario.invocation += 1;
        const startedMs = performance.now();
        const stalledBeforeMs = stalls.totalMs();
        const answer = await service.send(request, {
          remainingMs: () => limitMs - (performance.now() - startedMs),
        });
        const stalledMs = stalls.totalMs() - stalledBeforeMs;
        return { ...answer, tookMs: performance.now() - startedMs - stalledMs };
      }),
    stop: async () => {
      stalls.stop();
      await Promise.all([toStore.close(), toScheduler.close()]);
      await scheduler.close();
    },
  };
}

/** Adds up how late a timer fires. */
function watchStalls() {
  const everyMs = 20;
  let totalMs = 0;
  let lastMs = performance.now();
  const timer = setInterval(() => {
    const nowMs = performance.now();
    totalMs += Math.max(0, nowMs - lastMs - everyMs);
    lastMs = nowMs;
  }, everyMs);
  return { totalMs: () => totalMs, stop: () => clearInterval(timer) };
}

type StoreBody = {
  Item?: { trace_id: { S: string }; state: { S: string } };
  Key?: { trace_id?: { S: string }; topic?: { S: string } };
  UpdateExpression?: string;
};

function keyOf({ operation, body }: ProxiedCall): string {
  if (operation === '') {
    const { Target } = JSON.parse(body) as { Target: { Input: string } };
    return (JSON.parse(Target.Input) as { trace_id: string }).trace_id;
  }
  const { Item, Key } = JSON.parse(body) as StoreBody;
  return Item?.trace_id.S ?? Key?.trace_id?.S ?? Key?.topic?.S ?? '';
}

function nameOf({ operation, body }: ProxiedCall): CallName {
  if (operation === '') return 'schedule';
  const { Item, Key, UpdateExpression = '' } = JSON.parse(body) as StoreBody;
  if (operation === 'PutItem') return Item?.state.S === 'pending' ? 'claim' : 'record';
  if (operation === 'GetItem') return Key?.topic === undefined ? 'find' : 'topic';
  if (UpdateExpression.includes('#lease_since = ')) return 'take over';
  return UpdateExpression.includes('execution_result') ? 'complete' : 'release';
}
