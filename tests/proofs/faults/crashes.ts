// Runs an execution whose invocations crash, one after another, while its outside system answers in every way that it can.
import { isDeepStrictEqual } from 'node:util';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import { isAfter, type CrashCase } from './crash-cases.ts';
import type { OutsideAnswer } from './outside-answers.ts';
import type { CrashBench } from './crash-bench.ts';
import { isRetryable, runUndisturbed, type WatchedExecution } from './watched-execution.ts';

const maxRetries = 5;
/** Longer than any lease. */
const laterMs = 60_000;

/** @returns what was found wrong, a sentence each */
export async function runCrashCase(bench: CrashBench, one: CrashCase): Promise<string[]> {
  return await runUndisturbed(bench, one.actionType, async (execution) => [
    ...(await runToTheEnd(execution, one)),
    ...(await checkEnd(execution, one)),
  ]);
}

async function runToTheEnd(execution: WatchedExecution, one: CrashCase): Promise<string[]> {
  const { name, answers } = one.outside;
  const wrong: string[] = [];
  for (const [index, crash] of one.crashes.entries()) {
    const answer = answers[one.answers[index] ?? ''];
    const outcome = await execution.invoke(name, answer, crash);
    if (crash !== undefined && outcome !== undefined)
      wrong.push(`does not come to its crash point: ${describeOutcome(outcome)}`);
    wrong.push(...findWrongRetryTime(outcome, answer));
    execution.clockMs += laterMs;
  }
  let last = await execution.invoke(name);
  for (let retries = 0; (last === undefined || isRetryable(last)) && retries < maxRetries; retries += 1) {
    execution.clockMs += laterMs;
    last = await execution.invoke(name);
  }
  await execution.invoke(name);
  return wrong;
}

function describeOutcome(outcome: Outcome): string {
  return outcome.status === 'failed'
    ? `${outcome.failure.code} ${outcome.failure.cause ?? ''}`
    : outcome.status;
}

function findWrongRetryTime(outcome: Outcome | undefined, answer?: OutsideAnswer): string[] {
  if (outcome?.status !== 'failed' || outcome.failure.code !== 'adapter_unavailable') return [];
  const { retryAfterSeconds } = outcome.failure;
  const expected = answer?.retryAfterSeconds ?? 1;
  return retryAfterSeconds === expected ? [] : [`asks for a retry in ${retryAfterSeconds} s`];
}

async function checkEnd(execution: WatchedExecution, one: CrashCase): Promise<string[]> {
  const { finals, script } = execution;
  const record = await execution.record();
  const made = execution.countMade();
  const isFailed = isRejected(one, made > 0);
  const expected = isFailed ? 'failed' : 'done';
  // A refusal says nothing of an earlier try, which may have taken effect.
  const isOnce = isFailed ? made === 0 || (made === 1 && answersDiffer(one)) : made === 1;
  const rules: readonly [boolean, string][] = [
    [record?.state === expected, `leaves the record ${record?.state}, not ${expected}`],
    [finals.size === 1, `contradicts itself: ${[...finals].join(' / ')}`],
    [script.effectKeys.size === 1, `has ${script.effectKeys.size} effect keys`],
    [isOnce, `leaves ${made} effects outside`],
    // A schedule is set to no time before now, which may be later on a later try.
    [one.outside.name === 'eventbridge' || script.bodies.size <= 1, 'sends other bytes on a later try'],
    [
      isFailed || isExternal(record?.resultJson, execution, one),
      `has another external: ${record?.resultJson}`,
    ],
  ];
  return rules.filter(([holds]) => !holds).map(([, what]) => what);
}

/** Whether the result says what the outside system calls the thing. */
function isExternal(resultJson = '{}', { script }: WatchedExecution, one: CrashCase): boolean {
  const { outside, answers } = one;
  const { external } = JSON.parse(resultJson) as { readonly external?: Record<string, unknown> };
  const [effectKey = ''] = script.effectKeys;
  const called = outside.externalOf(effectKey);
  if (called === undefined) return external === undefined;
  const whole = { adapter: outside.name, ...called };
  const isVague = answers.some((name) => outside.answers[name]?.isVague);
  return isDeepStrictEqual(isVague ? { ...whole, ...external } : external, whole);
}

function answersDiffer({ answers: [first, second] }: CrashCase): boolean {
  return first !== second;
}

/** Whether an invocation records the refusal of the outside system. */
function isRejected({ outside, answers, crashes }: CrashCase, isMade: boolean): boolean {
  return answers.some((name, index) => {
    const { result, looksForIt } = outside.answers[name] ?? {};
    const crash = crashes[index];
    const isRecorded = crash === undefined || isAfter(crash, 'complete');
    return result === 'rejected' && isRecorded && !(looksForIt && isMade);
  });
}
