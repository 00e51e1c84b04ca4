// Owns: one combination of situation, faults and the caller's patience, played to its end and judged.
import type { FaultName } from '../../support/fault-names.ts';
import { isSettled, openLedger } from './ledger.ts';
import type { Situation } from './situations.ts';
import type { CallName, Scenario, World } from './world.ts';

export type FailureError = {
  readonly call: CallName;
  readonly fault: FaultName;
  /** The client's first attempt alone, so that its own retry may heal it, or each of them. */
  readonly attempts: 'first' | 'all';
};

/** How the caller goes on after an answer that asks for a retry. */
export const patiences = ['retry once', 'retry until it works', 'come back later', 'send it twice'] as const;
export type Patience = (typeof patiences)[number];

export type Combination = {
  readonly situation: Situation;
  readonly faults: readonly FailureError[];
  readonly patience: Patience;
};

export type Played = {
  readonly wrong: readonly string[];
  /** Calls of the first invocation, each once, in order. */
  readonly calls: readonly CallName[];
};

/** Longer than any lease. */
const laterMs = 3_600_000;
const mostRetries = 12;
const brokenInvocations: Record<Patience, number> = {
  'retry once': 1,
  'retry until it works': 2,
  'come back later': 1,
  'send it twice': 1,
};

export async function play(world: World, { situation, faults, patience }: Combination): Promise<Played> {
  const { scenario, request } = await situation.prepare(world);
  const ledger = openLedger(world, request);
  breakWays(scenario, faults, brokenInvocations[patience]);
  const send = async () => {
    const answer = await world.send(scenario, request);
    await ledger.add(answer);
    return answer;
  };

  const second = patience === 'send it twice' ? pause(200).then(send) : undefined;
  let answer = await send();
  await second;
  if (patience === 'come back later') scenario.clockMs += laterMs;
  for (let retries = 0; !isSettled(answer) && retries < mostRetries; retries += 1) {
    if (retries > 3) await pause(1_000);
    scenario.clockMs += 1000 * Number(answer.headers['retry-after'] ?? 1);
    answer = await send();
  }
  // Afterwards, whole again: what was told stays told.
  scenario.plan = () => undefined;
  scenario.clockMs += laterMs;
  let last = await send();
  // On a machine that is too busy even a whole store may be too slow for once.
  for (let again = 0; !isSettled(last) && again < 5; again += 1) {
    await pause(1_000);
    scenario.clockMs += laterMs;
    last = await send();
  }
  const { wrong } = ledger;
  if (last.status !== situation.ends.status) wrong.push(`ends with ${last.status} ${last.body}`);
  if (retriesNeeded(patience) !== undefined && !isSettled(answer))
    wrong.push(`never settles: ${answer.body}`);
  const traceId = subjectOf(request.json);
  const made = world.scheduler.created.filter((one) => one.traceId === traceId).length;
  if (made !== situation.ends.schedules) wrong.push(`leaves ${made} schedules`);
  const calls = new Set(scenario.seen.filter(({ invocation }) => invocation === 1).map(({ call }) => call));
  return { wrong, calls: [...calls] };
}

function retriesNeeded(patience: Patience): true | undefined {
  return patience === 'retry until it works' || patience === 'retry once' ? true : undefined;
}

function breakWays(scenario: Scenario, faults: readonly FailureError[], invocations: number): void {
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
