// The suite that every adapter of an outside system must pass. A harness gives the adapter, its effects, and an outside system that
// can be told how to answer; the suite says what must come of each answer, and how many things must be there afterwards.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Effect, EffectAction, EffectResult, External } from '../../../lib/domain/effect.ts';
import type { OutsideAdapter } from '../../../lib/ports/adapter.ts';
import { invocationAt } from '../../support/executions.ts';

export type AnswerCase<Answer> = {
  /** What the outside system does: `a 401`. */
  readonly title: string;
  readonly answer: Answer;
  /** The cause that the result must have. */
  readonly cause: string;
};

/** How an outside system can answer. `Answer` is what its harness understands; the suite only passes it on. */
export type OutsideAnswers<Answer> = {
  /** Makes the thing, or finds it made, and says so. */
  readonly done: Answer;
  /** For good. Nothing is made. Empty if the outside system refuses nothing for good. */
  readonly refused: readonly AnswerCase<Answer>[];
  /** Nothing is made; someone has to repair something, or time has to pass. */
  readonly toBeMended: readonly AnswerCase<Answer>[];
  /** Too many requests. Nothing is made. Absent if the outside system never names a retry time. */
  readonly busy?: (retryAfterSeconds: number) => Answer;
  readonly busyCause?: string;
  /** Takes the request, makes nothing, and never answers. */
  readonly silent: Answer;
  /** Makes the thing; the connection is reset before the answer. */
  readonly lost: Answer;
  /** Makes the thing; the connection ends in the middle of the answer. */
  readonly halfAnswered: Answer;
  /** A success with a body that is not what the protocol says: empty, nonsensical, without an end. */
  readonly garbage: readonly {
    readonly title: string;
    readonly answer: Answer;
    /** `done` only if the protocol needs no body. */
    readonly result: EffectResult;
    /** How many things there are after it. */
    readonly things: number;
  }[];
  /** Would make the thing in another place, if it was followed. */
  readonly redirects: readonly AnswerCase<Answer>[];
};

export type AdapterHarness<Type extends EffectAction, Answer> = {
  readonly adapter: OutsideAdapter<Type>;
  /** The same where nothing listens. */
  readonly unreachable: OutsideAdapter<Type>;
  readonly unreachableCause: string;
  /** An effect of a new execution. */
  readonly buildEffect: () => Effect<Type>;
  /** What the outside system calls the thing that it made for an effect. */
  readonly externalOf: (effect: Effect<Type>) => External | undefined;
  /** How it answers from now on: one answer for each call in order, and the last one for all later calls. */
  readonly answer: (...answers: readonly [Answer, ...Answer[]]) => void;
  /** How many things the outside system has made in all. */
  readonly countThings: () => number;
  /** How many calls it has received in all. */
  readonly countCalls: () => number;
  readonly close: () => Promise<void>;
};

const nowMs = Date.UTC(2031, 3, 1, 9, 30);
/** What is left to record the outcome, at least: an attempt of the store takes 1,500 ms at most. */
const minRecordMs = 1_500;
/** A busy machine is slower than this only if something waits that should not. */
const promptMs = 1_500;

/** An invocation whose time runs from now on. */
function invocationWith(leftMs: number) {
  const startedMs = performance.now();
  const remainingMs = () => leftMs - (performance.now() - startedMs);
  return invocationAt(nowMs, { remainingMs, deadlineMs: nowMs + leftMs });
}

/** @param open called before the first test */
export function describeAdapter<Type extends EffectAction, Answer>(
  answers: OutsideAnswers<Answer>,
  open: () => Promise<AdapterHarness<Type, Answer>>,
): void {
  let harness: AdapterHarness<Type, Answer>;
  let before = { things: 0, calls: 0 };
  beforeAll(async () => {
    harness = await open();
  });
  afterAll(async () => await harness.close());

  function given(...next: readonly [Answer, ...Answer[]]): Effect<Type> {
    harness.answer(...next);
    before = { things: harness.countThings(), calls: harness.countCalls() };
    return harness.buildEffect();
  }
  const perform = async (effect: Effect<Type>, invocation = invocationWith(10_000)) =>
    await harness.adapter.perform(effect, invocation);
  const things = () => harness.countThings() - before.things;
  const calls = () => harness.countCalls() - before.calls;
  function done(effect: Effect<Type>): EffectResult {
    const external = harness.externalOf(effect);
    return { kind: 'done', ...(external !== undefined && { external }) };
  }
  /** What is unavailable is tried again, as a caller does. */
  async function performUntilKnown(effect: Effect<Type>): Promise<EffectResult> {
    const first = await perform(effect);
    return first.kind === 'unavailable' ? await perform(effect) : first;
  }
  async function timed(call: () => Promise<EffectResult>) {
    const startedMs = performance.now();
    const result = await call();
    return { result, tookMs: performance.now() - startedMs };
  }

  test('an effect is performed: one thing is made, and the result says what it is called', async () => {
    const effect = given(answers.done);
    expect(await perform(effect)).toEqual(done(effect));
    expect(things()).toBe(1);
  });

  test('an effect that is performed again under its key makes nothing more, and has the same result', async () => {
    const effect = given(answers.done);
    const results = [await perform(effect), await perform({ ...effect }), await perform(effect)];
    expect(results).toEqual([done(effect), done(effect), done(effect)]);
    expect(things()).toBe(1);
  });

  test('an effect that is performed twice at the same time makes one thing', async () => {
    const effect = given(answers.done);
    expect(await Promise.all([perform(effect), perform(effect)])).toEqual([done(effect), done(effect)]);
    expect(things()).toBe(1);
  });

  test('two effects make two things', async () => {
    const first = given(answers.done);
    const second = harness.buildEffect();
    expect([await perform(first), await perform(second)]).toEqual([done(first), done(second)]);
    expect(things()).toBe(2);
  });

  if (answers.refused.length > 0) {
    test.each(answers.refused)(
      '$title is a refusal for good, and is not repeated',
      async ({ answer, cause }) => {
        const effect = given(answer);
        const { result, tookMs } = await timed(async () => await perform(effect));
        expect(result).toEqual({ kind: 'rejected', cause });
        expect(things()).toBe(0);
        expect(tookMs).toBeLessThan(promptMs);
      },
    );
  }

  test.each(answers.toBeMended)(
    '$title makes the system unavailable; once it works, the effect is performed',
    async ({ answer, cause }) => {
      const effect = given(answer);
      expect(await perform(effect)).toEqual({ kind: 'unavailable', cause });
      expect(things()).toBe(0);
      harness.answer(answers.done);
      expect(await perform(effect)).toEqual(done(effect));
      expect(things()).toBe(1);
    },
  );

  const { busy, busyCause: cause = '' } = answers;
  if (busy !== undefined) {
    test('a short retry time is waited for within the invocation', async () => {
      const effect = given(busy(1), answers.done);
      const { result, tookMs } = await timed(async () => await perform(effect));
      expect(result).toEqual(done(effect));
      expect(things()).toBe(1);
      expect(tookMs).toBeGreaterThanOrEqual(998);
    });

    test.each([
      [5, 5],
      [300, 300],
      [3_600, 300],
    ])(
      'a retry time of %i s, too long for the invocation, is passed on at once as %i s',
      async (asked, passed) => {
        const effect = given(busy(asked));
        const { result, tookMs } = await timed(async () => await perform(effect, invocationWith(9_000)));
        expect(result).toEqual({ kind: 'unavailable', cause, retryAfterSeconds: passed });
        expect(things()).toBe(0);
        expect(tookMs).toBeLessThan(promptMs);
      },
    );
  }

  test('without an answer the system is unavailable, early enough to record that', async () => {
    const effect = given(answers.silent);
    const invocation = invocationWith(3_000);
    expect(await perform(effect, invocation)).toEqual({ kind: 'unavailable', cause: 'AbortError' });
    expect(invocation.remainingMs()).toBeGreaterThanOrEqual(minRecordMs);
    expect(things()).toBe(0);
    harness.answer(answers.done);
    expect(await perform(effect)).toEqual(done(effect));
    expect(things()).toBe(1);
  });

  test('without time to record the outcome nothing is called', async () => {
    const effect = given(answers.done);
    expect(await perform(effect, invocationWith(minRecordMs))).toEqual({
      kind: 'unavailable',
      cause: 'AbortError',
    });
    expect([things(), calls()]).toEqual([0, 0]);
  });

  test('an answer that is lost after the thing is made ends in done, with one thing', async () => {
    const effect = given(answers.lost, answers.done);
    expect(await performUntilKnown(effect)).toEqual(done(effect));
    expect(things()).toBe(1);
  });

  test('an answer that ends in the middle ends in done, with one thing', async () => {
    const effect = given(answers.halfAnswered, answers.done);
    expect(await performUntilKnown(effect)).toEqual(done(effect));
    expect(things()).toBe(1);
  });

  test('an outside system that cannot be reached is unavailable', async () => {
    const effect = given(answers.done);
    const { unreachable, unreachableCause: cause } = harness;
    expect(await unreachable.perform(effect, invocationWith(10_000))).toEqual({ kind: 'unavailable', cause });
    expect([things(), calls()]).toEqual([0, 0]);
  });

  test.each(answers.garbage)(
    '$title has its result in time',
    async ({ answer, result, things: expected }) => {
      const effect = given(answer);
      const invocation = invocationWith(10_000);
      expect(await perform(effect, invocation)).toEqual(result);
      expect(things()).toBe(expected);
      expect(invocation.remainingMs()).toBeGreaterThanOrEqual(minRecordMs);
      harness.answer(answers.done);
      expect(await perform(effect)).toEqual(done(effect));
      expect(things()).toBe(1);
    },
  );

  test('an error that is a defect of this service is thrown on, and not taken for a failure of the system', async () => {
    const effect = given(answers.done);
    const defect = new TypeError('a defect');
    const remainingMs = () => {
      throw defect;
    };
    await expect(perform(effect, invocationAt(nowMs, { remainingMs }))).rejects.toBe(defect);
    expect([things(), calls()]).toEqual([0, 0]);
  });

  test.each(answers.redirects)('$title is not followed', async ({ answer, cause }) => {
    const effect = given(answer);
    expect(await perform(effect)).toEqual({ kind: 'unavailable', cause });
    expect([things(), calls()]).toEqual([0, 1]);
  });
}
