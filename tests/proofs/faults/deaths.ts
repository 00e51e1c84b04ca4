// Owns: a reminder whose invocations die, one after another, while the scheduler answers in every way that it can.
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { FailureError } from '../../../lib/domain/failure.ts';
import type { Execute } from '../../../lib/executor/execute.ts';
import { failures } from '../../../lib/generated/tables.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import type { FaultName } from '../../support/fault-names.ts';
import { newTraceId, reminderRequest } from '../../support/requests.ts';
import type { Death, Mortals } from './mortal.ts';
import { limitMs, type World } from './world.ts';

/** What the scheduler says to the invocations that die, on the wire. */
const schedulerAnswers: Record<string, { readonly fault?: FaultName; readonly attempts?: 1 }> = {
  created: {},
  conflict: { fault: 'reset after', attempts: 1 },
  throttled: { fault: 'throttle' },
  'server error': { fault: '503' },
  'timed out before it took effect': { fault: 'never' },
  'timed out after it took effect': { fault: 'never after' },
  'refused until it is mended': {},
};

const points: readonly (Death | undefined)[] = [
  undefined,
  ...(['claim', 'take over', 'act', 'settle', 'hand back'] as const).flatMap((step): Death[] => [
    { step, when: 'before' },
    { step, when: 'after' },
  ]),
];

export type Fate = { readonly answer: string; readonly deaths: readonly (Death | undefined)[] };

/** Every place to die, in the first invocation and in the one that takes over, × every answer of the scheduler. */
export const fates: readonly Fate[] = Object.keys(schedulerAnswers).flatMap((answer) =>
  points.flatMap((first) => points.map((second) => ({ answer, deaths: [first, second] }))),
);

/** @returns what was found wrong, a sentence each */
export async function live(world: World, execute: Execute, mortals: Mortals, fate: Fate): Promise<string[]> {
  const traceId = newTraceId('trace');
  const { json } = reminderRequest({ traceId });
  const scenario = world.begin([traceId]);
  const { fault, attempts } = schedulerAnswers[fate.answer] ?? {};
  if (fate.answer === 'refused until it is mended')
    world.scheduler.refusing.set(traceId, 'ValidationException');
  scenario.plan = ({ call, attempt, invocation }) =>
    call === 'act' && invocation <= fate.deaths.length && (attempts === undefined || attempt <= attempts)
      ? fault
      : undefined;

  const wrong: string[] = [];
  const told: string[] = [];
  const invoke = async (death?: Death): Promise<Outcome | undefined> => {
    scenario.invocation += 1;
    const startedMs = performance.now();
    const nowMs = world.within(scenario, () => Promise.resolve(world.epochMs()));
    const invocation = {
      requestId: '',
      leaseOwner: `${traceId}.${scenario.invocation}`,
      nowMs: await nowMs,
      deadlineMs: (await nowMs) + limitMs,
      remainingMs: () => limitMs - (performance.now() - startedMs),
      storeCalls: 0,
    };
    const outcome = await mortals.run(invocation, death, () =>
      execute(readRequest(json), invocation).catch(asOutcome),
    );
    const item = await world.store.itemOf(traceId);
    if (item === undefined && made().length > 0) wrong.push('a schedule that no record announces');
    if (outcome === undefined || isPassing(outcome)) return outcome;
    const resultJson = 'resultJson' in outcome ? outcome.resultJson : undefined;
    if (!isDeepStrictEqual(item?.['execution_result']?.S, resultJson))
      wrong.push('told before it was recorded');
    told.push(`${outcome.status} ${resultJson}`);
    return outcome;
  };
  const made = () => world.scheduler.created.filter((one) => one.traceId === traceId);

  for (const death of fate.deaths) {
    await invoke(death);
    scenario.clockMs += 60_000;
  }
  world.scheduler.refusing.delete(traceId);
  let last = await invoke();
  for (let again = 0; (last === undefined || isPassing(last)) && again < 5; again += 1) {
    scenario.clockMs += 60_000;
    last = await invoke();
  }
  await invoke();
  if (last?.status !== 'success') wrong.push(`ends with ${JSON.stringify(last)}`);
  if (new Set(told).size !== 1) wrong.push(`contradicts itself: ${told.join(' / ')}`);
  if (made().length !== 1) wrong.push(`leaves ${made().length} schedules`);
  const state = (await world.store.itemOf(traceId))?.['state']?.S;
  if (state !== 'done') wrong.push(`leaves the record ${state}`);
  return wrong;
}

function isPassing(outcome: Outcome): boolean {
  return outcome.status === 'failed' && failures[outcome.failure.code].retryable;
}

function asOutcome(error: unknown): Outcome {
  if (error instanceof FailureError) return { status: 'failed', failure: error.failure, replayed: false };
  throw error;
}
