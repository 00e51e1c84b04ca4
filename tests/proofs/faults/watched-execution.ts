// Runs the invocations of one execution, one after another, on a clock of its own, and checks after each of them that nothing was done
// unannounced or answered unrecorded.
import { FailureError } from '../../../lib/domain/failure.ts';
import type { EffectAction } from '../../../lib/domain/effect.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { failures } from '../../../lib/generated/tables.ts';
import { readRequest } from '../../../lib/validation/read-request.ts';
import { meetingRequest, newTraceId, reminderRequest, taskRequest } from '../../support/requests.ts';
import type { CrashPoint } from '../crashing-ports.ts';
import type { CrashBench } from './crash-bench.ts';
import type { OutsideAnswer } from './outside-answers.ts';
import type { OutsideScript } from './outside-scripts.ts';

export type WatchedExecution = {
  readonly script: OutsideScript;
  /** What must never be, and was: a sentence each. */
  readonly wrong: readonly string[];
  /** The final answers: those that are not worth a retry. */
  readonly finals: ReadonlySet<string>;
  clockMs: number;
  /** Whether the machine was so busy that an invocation may have met a time-out of its own. */
  isSlow: boolean;
  /** @returns `undefined` if it crashed */
  readonly invoke: (
    adapter: string,
    answer?: OutsideAnswer,
    crash?: CrashPoint,
  ) => Promise<Outcome | undefined>;
  readonly record: () => Promise<ExecutionRecord | undefined>;
  readonly countMade: () => number;
};

export type ExecutionRecord = { readonly state: string | undefined; readonly resultJson: string | undefined };

const requestMakers = { task: taskRequest, reminder: reminderRequest, meeting: meetingRequest };
/** Of each invocation, after which its lease ends. Its clock stands still: a busy machine must not change what it does. */
const limitMs = 10_000;
/** Less than the shortest time-out of a call: the AWS SDK waits a second for a connection. */
const slowMs = 900;
const maxRuns = 5;
/** Leaves an adapter half a second to wait in vain. */
const shortLimitMs = 3_000;

function watchExecution(
  { store, scripts, deployments, outsides }: CrashBench,
  actionType: EffectAction,
): WatchedExecution {
  const traceId = newTraceId('trace');
  const { json } = requestMakers[actionType]({ traceId });
  const script = scripts.begin(traceId);
  const wrong: string[] = [];
  const finals = new Set<string>();
  let invocations = 0;
  let isAnnounced = false;

  const record = async () => {
    const item = await store.itemOf(traceId);
    return item && { state: item['state']?.S, resultJson: item['execution_result']?.S };
  };
  const countMade = () =>
    outsides.reduce(
      (all, { countMade: count }) => all + [...script.effectKeys].reduce((sum, key) => sum + count(key), 0),
      0,
    );

  const execution: WatchedExecution = {
    script,
    wrong,
    finals,
    clockMs: 0,
    isSlow: false,
    record,
    countMade,
    invoke: async (adapter, answer, crash) => {
      const deployment = deployments.get(adapter);
      if (deployment === undefined) throw new TypeError(`there is no deployment with ${adapter}`);
      script.behaviours = answer?.behaviours ?? [];
      const nowMs = Date.now() + execution.clockMs;
      const leftMs = answer?.isSilent ? shortLimitMs : limitMs;
      const invocation = {
        requestId: '',
        leaseOwner: `${traceId}.${(invocations += 1)}`,
        nowMs,
        deadlineMs: nowMs + limitMs,
        remainingMs: () => leftMs,
        storeCalls: 0,
      };
      const startedMs = performance.now();
      const outcome = await deployment.crashing.run(
        invocation,
        (call) => (call === crash?.call ? crash.fault : undefined),
        () => deployment.execute(readRequest(json), invocation).catch(asOutcome),
      );
      if (performance.now() - startedMs > slowMs) execution.isSlow = true;
      if (!isAnnounced && countMade() > 0) {
        isAnnounced = (await record()) !== undefined;
        if (!isAnnounced) wrong.push('an effect that no record announces');
      }
      if (outcome !== undefined && !isRetryable(outcome)) {
        const resultJson = 'resultJson' in outcome ? outcome.resultJson : undefined;
        if ((await record())?.resultJson !== resultJson || resultJson === undefined)
          wrong.push(`answers ${outcome.status} before it is recorded`);
        finals.add(`${outcome.status} ${resultJson}`);
      }
      return outcome;
    },
  };
  return execution;
}

/**
 * Runs an execution, and again as a new one if it did not go as expected and the machine was so busy that the service may have met its
 * own time-outs.
 *
 * @param run returns what it did not expect
 * @returns that of the last run, and what must never be of all runs
 */
export async function runUndisturbed(
  bench: CrashBench,
  actionType: EffectAction,
  run: (execution: WatchedExecution) => Promise<readonly string[]>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (let runs = 1; ; runs += 1) {
    const execution = watchExecution(bench, actionType);
    const unexpected = await run(execution);
    wrong.push(...execution.wrong);
    if (unexpected.length === 0 || !execution.isSlow || runs === maxRuns) return [...wrong, ...unexpected];
  }
}

export function isRetryable(outcome: Outcome): boolean {
  return outcome.status === 'failed' && failures[outcome.failure.code].retryable;
}

function asOutcome(error: unknown): Outcome {
  if (error instanceof FailureError) return { status: 'failed', failure: error.failure, replayed: false };
  throw error;
}
