// Runs a reminder whose invocations crash, one after another, while the scheduler answers in every way that it can.
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { FailureError } from '../../../lib/domain/failure.ts';
import type { Execute } from '../../../lib/executor/execute.ts';
import { failures } from '../../../lib/generated/tables.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import type { FaultName } from '../../support/fault-names.ts';
import { newTraceId, reminderRequest } from '../../support/requests.ts';
import type { CrashingPorts, CrashPoint, PortCall } from '../crashing-ports.ts';
import { limitMs, type Harness } from './harness.ts';

/** What the scheduler answers to the invocations that crash, on the wire. */
const schedulerAnswers: Record<string, { readonly fault?: FaultName; readonly attempts?: 1 }> = {
  created: {},
  conflict: { fault: 'reset after', attempts: 1 },
  throttled: { fault: 'throttle' },
  'server error': { fault: '503' },
  'timed out before it took effect': { fault: 'never' },
  'timed out after it took effect': { fault: 'never after' },
  'refused until it is repaired': {},
};

const crashPoints: readonly (CrashPoint | undefined)[] = [
  undefined,
  ...(['putIfAbsent', 'takeOver', 'perform', 'complete', 'release'] as const).flatMap(
    (call): CrashPoint[] => [
      { call, fault: 'crashes before' },
      { call, fault: 'crashes after' },
    ],
  ),
];

export type CrashCase = {
  readonly schedulerAnswer: string;
  readonly crashes: readonly (CrashPoint | undefined)[];
};

/** Every crash point of the first invocation × of the one that takes over × every answer of the scheduler. */
export const crashCases: readonly CrashCase[] = Object.keys(schedulerAnswers).flatMap((schedulerAnswer) =>
  crashPoints.flatMap((first) =>
    crashPoints.map((second) => ({ schedulerAnswer, crashes: [first, second] })),
  ),
);

/** @returns what was found wrong, a sentence each */
export async function runCrashCase(
  harness: Harness,
  execute: Execute,
  crashing: CrashingPorts,
  { schedulerAnswer, crashes }: CrashCase,
): Promise<string[]> {
  const traceId = newTraceId('trace');
  const { json } = reminderRequest({ traceId });
  const scenario = harness.begin([traceId]);
  const { fault, attempts } = schedulerAnswers[schedulerAnswer] ?? {};
  if (schedulerAnswer === 'refused until it is repaired')
    harness.scheduler.refusing.set(traceId, 'ValidationException');
  scenario.plan = ({ call, attempt, invocation }) =>
    call === 'schedule' && invocation <= crashes.length && (attempts === undefined || attempt <= attempts)
      ? fault
      : undefined;

  const wrong: string[] = [];
  const answers: string[] = [];
  const invoke = async (crashPoint?: CrashPoint): Promise<Outcome | undefined> => {
    scenario.invocation += 1;
    const startedMs = performance.now();
    const nowMs = harness.within(scenario, () => Promise.resolve(harness.epochMs()));
    const invocation = {
      requestId: '',
      leaseOwner: `${traceId}.${scenario.invocation}`,
      nowMs: await nowMs,
      deadlineMs: (await nowMs) + limitMs,
      remainingMs: () => limitMs - (performance.now() - startedMs),
      storeCalls: 0,
    };
    const faultOf = (call: PortCall) => (call === crashPoint?.call ? crashPoint.fault : undefined);
    const outcome = await crashing.run(invocation, faultOf, () =>
      execute(readRequest(json), invocation).catch(asOutcome),
    );
    const item = await harness.store.itemOf(traceId);
    if (item === undefined && made().length > 0) wrong.push('a schedule that no record announces');
    if (outcome === undefined || isRetryable(outcome)) return outcome;
    const resultJson = 'resultJson' in outcome ? outcome.resultJson : undefined;
    if (!isDeepStrictEqual(item?.['execution_result']?.S, resultJson))
      wrong.push('answered before it was recorded');
    answers.push(`${outcome.status} ${resultJson}`);
    return outcome;
  };
  const made = () => harness.scheduler.created.filter((one) => one.traceId === traceId);

  for (const crashPoint of crashes) {
    await invoke(crashPoint);
    scenario.clockMs += 60_000;
  }
  harness.scheduler.refusing.delete(traceId);
  let last = await invoke();
  for (let again = 0; (last === undefined || isRetryable(last)) && again < 5; again += 1) {
    scenario.clockMs += 60_000;
    last = await invoke();
  }
  await invoke();
  if (last?.status !== 'success') wrong.push(`ends with ${JSON.stringify(last)}`);
  if (new Set(answers).size !== 1) wrong.push(`contradicts itself: ${answers.join(' / ')}`);
  if (made().length !== 1) wrong.push(`leaves ${made().length} schedules`);
  const state = (await harness.store.itemOf(traceId))?.['state']?.S;
  if (state !== 'done') wrong.push(`leaves the record ${state}`);
  return wrong;
}

function isRetryable(outcome: Outcome): boolean {
  return outcome.status === 'failed' && failures[outcome.failure.code].retryable;
}

function asOutcome(error: unknown): Outcome {
  if (error instanceof FailureError) return { status: 'failed', failure: error.failure, replayed: false };
  throw error;
}
