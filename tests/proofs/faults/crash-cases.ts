// Lists the crash points of two invocations of one execution: before each call that they make, and after the last one. After a call is
// the same point as before the next one: in between nothing changes that outlives the invocation.
import type { EffectAction } from '../../../lib/domain/effect.ts';
import type { CrashPoint, PortCall } from '../crashing-ports.ts';
import type { OutsideAnswer } from './outside-answers.ts';
import type { ScriptedOutside } from './outsides.ts';

type MaybeCrash = CrashPoint | undefined;

/** Two invocations, each of which may crash, and what the outside system answers to each of them. */
export type CrashCase = {
  readonly outside: ScriptedOutside;
  readonly actionType: EffectAction;
  /** Names of answers. */
  readonly answers: readonly [string, string];
  readonly crashes: readonly [MaybeCrash, MaybeCrash];
};

/**
 * Every crash point of the first invocation × of the one that comes after it × every answer of the outside system to both.
 *
 * Two factors are not multiplied, because they are independent of the others:
 * - Other answers to the first invocation than to the second. All that the second can know of the first is its record and whether
 *   the thing is there: so every answer follows one that made nothing, and one that made the thing.
 * - The action. Its adapter's way is the same, and what it sends is tested by itself. The actions take turns, so that each meets every
 *   answer and every crash point.
 */
export function crashCasesOf(outside: ScriptedOutside): readonly CrashCase[] {
  const { actions } = outside;
  const crashed = Object.entries(outside.answers).flatMap(([name, answer]) =>
    firstCrashes(answer).flatMap((first) =>
      secondCrashes(first, answer).map(
        (second) => ({ answers: [name, name], crashes: [first, second] }) as const,
      ),
    ),
  );
  const answered = ['a server error', 'an answer that is lost'].flatMap((first) =>
    Object.keys(outside.answers)
      .filter((second) => second !== first)
      .map((second) => ({ answers: [first, second], crashes: [afterEffect, undefined] }) as const),
  );
  return [...crashed, ...answered].map((one, index) => ({
    ...one,
    outside,
    actionType: actions[index % actions.length] as EffectAction,
  }));
}

/** The effect has been performed, and nothing is recorded of it. */
const afterEffect: CrashPoint = { call: 'perform', fault: 'crashes after' };

/** @returns also "no crash" */
export function firstCrashes(answer: OutsideAnswer): readonly MaybeCrash[] {
  return crashesAt('putIfAbsent', 'perform', lastCall(answer));
}

function secondCrashes(first: MaybeCrash, answer: OutsideAnswer): readonly MaybeCrash[] {
  if (first?.call === 'putIfAbsent' && first.fault === 'crashes before') return firstCrashes(answer);
  const isSettled = answer.result !== 'unavailable' && (first === undefined || isAfter(first, 'complete'));
  return isSettled
    ? crashesAt('putIfAbsent')
    : crashesAt('putIfAbsent', 'takeOver', 'perform', lastCall(answer));
}

function lastCall({ result }: OutsideAnswer): PortCall {
  return result === 'unavailable' ? 'release' : 'complete';
}

function crashesAt(...calls: readonly PortCall[]): readonly MaybeCrash[] {
  const points: CrashPoint[] = calls.map((call) => ({ call, fault: 'crashes before' }));
  const last = calls.at(-1);
  if (last !== undefined) points.push({ call: last, fault: 'crashes after' });
  return [undefined, ...points];
}

/** Whether an invocation crashes only once this call has taken effect. */
export function isAfter(crash: MaybeCrash, call: PortCall): boolean {
  return crash?.call === call && crash.fault === 'crashes after';
}

export function describeCrashCase({ outside, actionType, answers, crashes }: CrashCase): string {
  const points = crashes.map((point) => (point === undefined ? 'no crash' : `${point.fault} ${point.call}`));
  return `${outside.name}, a ${actionType}, ${[...new Set(answers)].join(', then ')}: ${points.join(', then ')}`;
}
