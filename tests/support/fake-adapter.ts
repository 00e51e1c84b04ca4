// Fakes an outside system and its adapter in memory, for tests of what uses an adapter: a test says how it answers, and sees what was
// made under which effect key.
import { defaultMaxAttempts, repeatAttempts } from '../../lib/adapters/attempts.ts';
import { toUnavailable } from '../../lib/adapters/unavailable.ts';
import type { Effect, EffectAction, EffectResult, External } from '../../lib/domain/effect.ts';
import type { OutsideAdapter } from '../../lib/ports/adapter.ts';

export type FakeAnswer =
  /** Makes the thing, or finds it made. */
  | 'done'
  /** Makes the thing; its answer does not arrive. */
  | 'lost'
  /** Makes nothing, and never answers. */
  | 'late'
  /** Makes nothing. */
  | Exclude<EffectResult, { kind: 'done' }>;

export type FakeOutside = {
  /** The adapter of an action to this system. */
  readonly adapterOf: <Type extends EffectAction>(actionType: Type) => OutsideAdapter<Type>;
  /** How it answers from now on: one answer for each attempt in order, and the last one for all later attempts. */
  readonly answer: (...answers: readonly [FakeAnswer, ...FakeAnswer[]]) => void;
  /** What it has made, by effect key. */
  readonly made: ReadonlyMap<string, External>;
  /** The effect of every attempt, in order. */
  readonly attempts: readonly Effect[];
};

/** @param name of its adapter; what it makes has a URL under this name */
export function createFakeOutside(name = 'fake'): FakeOutside {
  const made = new Map<string, External>();
  const attempts: Effect[] = [];
  let script: readonly FakeAnswer[] = ['done'];

  function make({ effectKey, id }: Effect): External {
    const external = made.get(effectKey) ?? {
      id: `${name}-${effectKey.slice(0, 8)}`,
      url: `https://${name}.example/${encodeURIComponent(id)}`,
    };
    made.set(effectKey, external);
    return external;
  }

  async function attemptOnce(effect: Effect, signal: AbortSignal): Promise<EffectResult> {
    signal.throwIfAborted();
    attempts.push(effect);
    const [answer = 'done', ...rest] = script;
    if (rest.length > 0) script = rest;
    if (answer === 'late') return await untilAborted(signal);
    if (typeof answer === 'object') return answer;
    const external = make(effect);
    return answer === 'done' ? { kind: 'done', external } : { kind: 'unavailable', cause: 'ECONNRESET' };
  }

  return {
    made,
    attempts,
    answer: (...answers) => {
      script = answers;
    },
    adapterOf: () => ({
      kind: 'outside',
      name,
      async perform(effect, invocation) {
        try {
          return await repeatAttempts<EffectResult>(invocation, defaultMaxAttempts, async (signal) => {
            const value = await attemptOnce(effect, signal);
            if (value.kind !== 'unavailable') return { value, mayPass: false };
            return { value, mayPass: value.retryAfterSeconds !== undefined, ...value };
          });
        } catch (error) {
          return toUnavailable(error);
        }
      },
    }),
  };
}

async function untilAborted(signal: AbortSignal): Promise<never> {
  return await new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error));
  });
}
