// Runs one combination of situation, faults and the caller's retry policy to its end, and checks it.
import type { FaultName } from '../../support/fault-names.ts';
import { isSettled, openInvariants } from './invariants.ts';
import type { Situation } from './situations.ts';
import type { CallName, FaultScenario, Harness } from './harness.ts';

export type InjectedFault = {
  readonly call: CallName;
  readonly fault: FaultName;
  /** The client's first attempt alone, so that its own retry may succeed, or each attempt. */
  readonly attempts: 'first' | 'all';
};

/** How the caller goes on after an answer that asks for a retry. */
export const retryPolicies = [
  'retry once',
  'retry until it works',
  'come back later',
  'send it twice',
] as const;
export type RetryPolicy = (typeof retryPolicies)[number];

export type Combination = {
  readonly situation: Situation;
  readonly faults: readonly InjectedFault[];
  readonly retryPolicy: RetryPolicy;
};

export type CombinationResult = {
  readonly wrong: readonly string[];
  /** Calls of the first invocation, each once, in order. */
  readonly calls: readonly CallName[];
};

/** Longer than any lease. */
const laterMs = 3_600_000;
const maxRetries = 12;
const brokenInvocations: Record<RetryPolicy, number> = {
  'retry once': 1,
  'retry until it works': 2,
  'come back later': 1,
  'send it twice': 1,
};

export async function runCombination(
  harness: Harness,
  { situation, faults, retryPolicy }: Combination,
): Promise<CombinationResult> {
  const { scenario, request } = await situation.prepare(harness);
  const invariants = openInvariants(harness, request);
  planFaults(scenario, faults, brokenInvocations[retryPolicy]);
  const send = async () => {
    const answer = await harness.send(scenario, request);
    await invariants.add(answer);
    return answer;
  };

  const second = retryPolicy === 'send it twice' ? pause(200).then(send) : undefined;
  let answer = await send();
  await second;
  if (retryPolicy === 'come back later') scenario.clockMs += laterMs;
  for (let retries = 0; !isSettled(answer) && retries < maxRetries; retries += 1) {
    if (retries > 3) await pause(1_000);
    scenario.clockMs += 1000 * Number(answer.headers['retry-after'] ?? 1);
    answer = await send();
  }
  // Afterwards, without faults: an answer that was final stays the answer.
  scenario.plan = () => undefined;
  scenario.clockMs += laterMs;
  let last = await send();
  // On a busy machine even a store without faults may be too slow once.
  for (let again = 0; !isSettled(last) && again < 5; again += 1) {
    await pause(1_000);
    scenario.clockMs += laterMs;
    last = await send();
  }
  const { wrong } = invariants;
  if (last.status !== situation.ends.status) wrong.push(`ends with ${last.status} ${last.body}`);
  if (retriesNeeded(retryPolicy) !== undefined && !isSettled(answer))
    wrong.push(`never settles: ${answer.body}`);
  const traceId = subjectOf(request.json);
  const made = harness.scheduler.created.filter((one) => one.traceId === traceId).length;
  if (made !== situation.ends.schedules) wrong.push(`leaves ${made} schedules`);
  const calls = new Set(scenario.seen.filter(({ invocation }) => invocation === 1).map(({ call }) => call));
  return { wrong, calls: [...calls] };
}

function retriesNeeded(retryPolicy: RetryPolicy): true | undefined {
  return retryPolicy === 'retry until it works' || retryPolicy === 'retry once' ? true : undefined;
}

function planFaults(scenario: FaultScenario, faults: readonly InjectedFault[], invocations: number): void {
  scenario.plan = ({ call, attempt, invocation }) =>
    invocation > invocations
      ? undefined
      : faults.find((one) => one.call === call && (one.attempts === 'all' || attempt === 1))?.fault;
}

/** The trace that a request is about: its own, or the one that it asks for. */
function subjectOf(json: Readonly<Record<string, unknown>>): string {
  const { payload } = json['data'] as { payload: { query?: string } };
  return payload.query === undefined
    ? String(json['trace_id'])
    : payload.query.replace(/^(?:trace:|reminder:reminder-)/, '');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
