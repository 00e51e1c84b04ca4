// The proof that decisions sent by the client are executed exactly once and told as they are, while tries and their answers are lost
// between client and service, and calls between service and DynamoDB Local: 10,000 executions. CLIENT_EXECUTIONS sets how many,
// CLIENT_SEED the cases and the faults.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../../support/describe-with.ts';
import { faultNames } from '../../support/fault-names.ts';
import { startFaultProxy, type FaultProxy } from '../../support/fault-proxy.ts';
import { startDynamoDbLocal, startTimeoutMs, type TestStore } from '../../support/store.ts';
import { report } from '../report.ts';
import { startServerProcess, type ServerProcess } from '../server-process.ts';
import { randomFrom, seedOf, sizeOf } from '../size.ts';
import { runCases, type SettledCall } from './callers.ts';
import { makeCases } from './cases.ts';
import { createClients, openTimers } from './clients.ts';
import { checkCases } from './check.ts';
import type { Finding } from './check-call.ts';
import { startClientOutside, type ClientOutside } from './outside.ts';
import { countNames, planFaults } from './planned-faults.ts';
import type { FaultsOfTries } from './server.ts';
import { faultyStoreCalls, lateStoreMs, shareOfFaultyStoreCalls } from './sizes.ts';

const executions = sizeOf(10_000, 10_000, 'CLIENT_EXECUTIONS');
const seed = seedOf('CLIENT_SEED');

describeWith('DynamoDB Local', 'the client, with faults on both sides of the service', () => {
  const random = randomFrom(seed);
  const timers = openTimers();
  let store: TestStore;
  let outside: ClientOutside;
  let toStore: FaultProxy;
  let server: ServerProcess<FaultsOfTries>;
  beforeAll(async () => {
    store = await startDynamoDbLocal();
    outside = await startClientOutside(randomFrom(seed));
    const plan = planFaults({
      seed,
      faults: faultNames,
      share: shareOfFaultyStoreCalls,
      maxCalls: faultyStoreCalls,
    });
    toStore = await startFaultProxy(store.endpoint, ({ body }) => plan(traceIdIn(body)), lateStoreMs);
    const endpoints = { dynamodb: toStore.endpoint, scheduler: outside.url };
    const variables = { ...outside.variables, CLIENT_SEED: String(seed) };
    const script = 'tests/proofs/client/server.ts';
    server = await startServerProcess({ script, store, endpoints, variables, onNote: timers.expire });
  }, startTimeoutMs);
  afterAll(async () => {
    await server.stop();
    await toStore.close();
    await outside.close();
    await store.stop();
  });

  test('each execution happens exactly once, none is lost, and none is told wrong', async () => {
    const startedMs = performance.now();
    const cases = makeCases(executions, String(seed), random);
    const settled = await runCases(cases, createClients(server.url, random, timers));
    const seconds = Math.round((performance.now() - startedMs) / 1000);
    const findings = checkCases(settled, await store.items(), outside.made());
    const calls = settled.flatMap(({ steps }) => steps.flat());
    const sum = (of: (call: SettledCall) => number) => calls.reduce((total, call) => total + of(call), 0);
    const count = (kind: Finding['kind']) => findings.filter((finding) => finding.kind === kind).length;
    report(
      `client: ${executions} executions in ${sum((call) => call.calls)} calls and ${sum(({ tries }) => tries)} tries; ` +
        `faults before the service: ${countNames((await server.ask()).filter((fault) => fault !== 'none'))}; ` +
        `before the store: ${countNames(toStore.calls.flatMap(({ fault }) => fault ?? []))}; ` +
        `outcomes: ${countNames(calls.map(labelOfCall))}; ` +
        `called again after: ${countNames(calls.flatMap(({ unsettled }) => unsettled))}; ` +
        `${count('lost')} lost, ${count('twice')} twice, ${count('told wrong')} told wrong; ${seconds} s, seed ${seed}`,
      findings.map(({ kind, what }) => `${kind}: ${what}`),
    );
    expect(findings).toEqual([]);
  }, 1_200_000);
});

/** Of a request to DynamoDB: in the key, or in the item. */
function traceIdIn(body: string): string {
  return /"trace_id":\{"S":"([^"]+)"\}/.exec(body)?.[1] ?? '';
}

function labelOfCall({ outcome }: SettledCall): string {
  if (outcome?.status === 'failed') return outcome.error.code;
  if (outcome?.status === 'success' && outcome.replayed) return 'replayed';
  return outcome?.status ?? 'none';
}
