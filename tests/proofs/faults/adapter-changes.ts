// Runs an execution that its adapter did not finish, while the deployment carries the action out by another adapter. That one must
// leave it alone; the first one finishes it once it is back.
import type { EffectAction } from '../../../lib/domain/effect.ts';
import type { Outcome } from '../../../lib/domain/outcome.ts';
import type { CrashPoint } from '../crashing-ports.ts';
import { firstCrashes, isAfter } from './crash-cases.ts';
import type { ScriptedOutside } from './outsides.ts';
import type { CrashBench } from './crash-bench.ts';
import { runUndisturbed, type WatchedExecution } from './watched-execution.ts';

export type AdapterChangeCase = {
  readonly actionType: EffectAction;
  /** Carries it out, is replaced, and comes back. */
  readonly outside: ScriptedOutside;
  /** The adapter in its place. */
  readonly replacement: string;
  /** The name of an answer. */
  readonly answer: string;
  /** Of the first invocation. */
  readonly crash: CrashPoint | undefined;
};

/** Each action that was begun by one adapter × each adapter in its place × each way in which it can be left unfinished. */
export function adapterChangeCases(outsides: readonly ScriptedOutside[]): readonly AdapterChangeCase[] {
  return outsides.flatMap((outside) =>
    outside.actions.flatMap((actionType) =>
      replacementsOf(actionType, outside, outsides).flatMap((replacement) =>
        ['done', 'a server error'].flatMap((answer) => {
          const given = outside.answers[answer];
          if (given === undefined) throw new TypeError(`${outside.name} has no answer "${answer}"`);
          const isPending = (crash: CrashPoint | undefined) =>
            !(crash?.call === 'putIfAbsent' && crash.fault === 'crashes before') &&
            (given.result === 'unavailable' || (crash !== undefined && !isAfter(crash, 'complete')));
          return firstCrashes(given)
            .filter(isPending)
            .map((crash) => ({ actionType, outside, replacement, answer, crash }));
        }),
      ),
    ),
  );
}

function replacementsOf(
  actionType: EffectAction,
  { name }: ScriptedOutside,
  outsides: readonly ScriptedOutside[],
) {
  const others = outsides.filter((other) => other.name !== name && other.actions.includes(actionType));
  const recording = { task: ['record'], reminder: [], meeting: ['mock'] }[actionType];
  return [...others.map((other) => other.name), ...recording];
}

/** @returns what was found wrong, a sentence each */
export async function runAdapterChange(bench: CrashBench, one: AdapterChangeCase): Promise<string[]> {
  return await runUndisturbed(
    bench,
    one.actionType,
    async (execution) => await changeAdapter(execution, one),
  );
}

async function changeAdapter(
  execution: WatchedExecution,
  { outside, replacement, answer, crash }: AdapterChangeCase,
): Promise<string[]> {
  const wrong: string[] = [];
  const { script, finals, countMade } = execution;
  await execution.invoke(outside.name, outside.answers[answer], crash);
  execution.clockMs += 60_000;
  const left = await execution.record();
  if (left?.state !== 'pending') wrong.push(`is not left unfinished, but ${left?.state}`);
  const madeBefore = countMade();
  for (let tries = 0; tries < 2; tries += 1) {
    const answered = describeOutcome(await execution.invoke(replacement));
    if (answered !== `failed adapter_unavailable AdapterChanged 300 ${outside.name}`)
      wrong.push(`the other adapter answers ${answered}`);
  }
  if (script.adapters.has(replacement) || countMade() !== madeBefore)
    wrong.push('is performed by the other adapter');
  const back = await execution.invoke(outside.name);
  if (back?.status !== 'success') wrong.push(`is not finished by its own adapter: ${describeOutcome(back)}`);
  // What is settled is replayed, whoever would carry it out now.
  await execution.invoke(replacement);
  await execution.invoke(outside.name);
  if (countMade() !== 1) wrong.push(`leaves ${countMade()} effects outside`);
  if (finals.size !== 1) wrong.push(`contradicts itself: ${[...finals].join(' / ')}`);
  return wrong;
}

function describeOutcome(outcome: Outcome | undefined): string {
  if (outcome?.status !== 'failed') return outcome?.status ?? 'nothing';
  const { code, cause, retryAfterSeconds } = outcome.failure;
  return ['failed', code, cause, retryAfterSeconds, outcome.adapter].join(' ');
}

export function describeAdapterChange({
  outside,
  actionType,
  replacement,
  answer,
  crash,
}: AdapterChangeCase): string {
  const point = crash === undefined ? 'no crash' : `${crash.fault} ${crash.call}`;
  return `a ${actionType}, ${outside.name} then ${replacement}, ${answer}, ${point}`;
}
