// Makes the calls of each case by the client, and calls again later what has no outcome yet, under the same trace id.
import { setTimeout } from 'node:timers/promises';
import pMap from 'p-map';
import type { Client } from '../../../lib/client/client.ts';
import { NoOutcomeError } from '../../../lib/client/errors.ts';
import type { ExecutionOutcome } from '../../../lib/client/outcome.ts';
import type { ClientCall, ClientCase } from './cases.ts';
import { leaseMs, maxAttempts } from './sizes.ts';

export type SettledCall = {
  readonly call: ClientCall;
  readonly traceId: string | undefined;
  /** What the client told at last; `undefined` if it never told an outcome that is final. */
  readonly outcome: ExecutionOutcome | undefined;
  /** How often the client was called. */
  readonly calls: number;
  readonly tries: number;
  /** What the client told at first of a call that was repeated. */
  readonly unsettled: readonly string[];
  /** Calls that ended without an outcome before all tries were made. */
  readonly earlyEnds: number;
};

export type SettledCase = { readonly steps: readonly (readonly SettledCall[])[] };

const maxConcurrent = 64;
const maxCalls = 8;

/** @param createClient for one call */
export async function runCases(
  cases: readonly ClientCase[],
  createClient: () => Client,
): Promise<SettledCase[]> {
  const running: Promise<SettledCase>[] = [];
  await pMap(
    cases,
    async (one) => {
      // A case that waits for the end of a lease leaves its place to the next one.
      const waits = Promise.withResolvers<void>();
      const run = runCase(one, createClient, waits.resolve);
      running.push(run);
      await Promise.race([run, waits.promise]);
    },
    { concurrency: maxConcurrent },
  );
  return await Promise.all(running);
}

async function runCase(
  { traceId: given, steps }: ClientCase,
  createClient: () => Client,
  onWait: () => void,
): Promise<SettledCase> {
  const settled: SettledCall[][] = [];
  let traceId = given;
  for (const step of steps) {
    const calls = step.map(async (call) => await settle(call, traceId, createClient, onWait));
    const done = await Promise.all(calls);
    traceId ??= done[0]?.traceId;
    settled.push(done);
  }
  return { steps: settled };
}

async function settle(
  call: ClientCall,
  given: string | undefined,
  createClient: () => Client,
  onWait: () => void,
): Promise<SettledCall> {
  const unsettled: string[] = [];
  let [traceId, tries, earlyEnds, calls] = [given, 0, 0, 0];
  while (calls < maxCalls) {
    calls += 1;
    const told = await call.send(createClient(), traceId).catch((error: unknown) => {
      if (error instanceof NoOutcomeError) return error;
      throw error;
    });
    ({ traceId } = told);
    tries += told.attempts;
    const outcome = told instanceof NoOutcomeError ? undefined : told;
    const isFinal = outcome !== undefined && !(outcome.status === 'failed' && outcome.error.retryable);
    if (isFinal) return { call, traceId, outcome, calls, tries, unsettled, earlyEnds };
    unsettled.push(outcome?.status === 'failed' ? outcome.error.code : 'no outcome');
    if (told.attempts < maxAttempts) earlyEnds += 1;
    onWait();
    await setTimeout(leaseMs);
  }
  return { call, traceId, outcome: undefined, calls, tries, unsettled, earlyEnds };
}
