// When a call of an outside system is repeated, after which pause, and when it is given up.
import { expect, test } from '@jest/globals';
import { recordReserveMs, repeatAttempts, type AttemptResult } from '../../../lib/adapters/attempts.ts';
import { UnavailableError } from '../../../lib/adapters/unavailable.ts';
import { invocationAt } from '../../support/executions.ts';

/** Time that a busy machine may add to a pause. */
const slackMs = 900;

/** Runs attempts that come to these values in order; an error is thrown. */
async function run(script: readonly (AttemptResult<string> | Error)[], leftMs = 7_500, maxAttempts = 3) {
  const startedMs = performance.now();
  const atMs: number[] = [];
  const remainingMs = () => recordReserveMs + leftMs - (performance.now() - startedMs);
  const ended = await repeatAttempts(invocationAt(0, { remainingMs }), maxAttempts, async (signal) => {
    signal.throwIfAborted();
    atMs.push(performance.now() - startedMs);
    const next = script[atMs.length - 1];
    if (next === undefined) throw new RangeError('not in the script');
    if (next instanceof Error) throw next;
    return await Promise.resolve(next);
  }).catch((error: unknown) => error);
  return { ended, attempts: atMs.length, atMs, tookMs: performance.now() - startedMs };
}

const failing = (value: string, retryAfterSeconds?: number) => ({ value, mayPass: true, retryAfterSeconds });
const final = (value: string) => ({ value, mayPass: false });
const broken = (message: string) => new UnavailableError('ECONNRESET', message);

test.each([
  ['the first one is final', [final('a')], 'a', 1],
  ['what may pass, passes', [failing('a'), final('b')], 'b', 2],
  ['a thrown error passes', [broken('a'), final('b')], 'b', 2],
  ['the last of three may still pass', [failing('a'), broken('b'), failing('c')], 'c', 3],
  ['the last of three throws', [failing('a'), failing('b'), broken('c')], broken('c'), 3],
])('when %s, that is what the attempts come to', async (_when, script, ended, attempts) => {
  expect(await run(script)).toMatchObject({ ended, attempts });
});

test('the pauses are 200 and 400 ms', async () => {
  const { atMs } = await run([failing('a'), broken('b'), final('c')]);
  const [first = 0, second = 0, third = 0] = atMs;
  for (const [pauseMs, expectedMs] of [
    [second - first, 200],
    [third - second, 400],
  ] as const) {
    expect(pauseMs).toBeGreaterThanOrEqual(expectedMs - 2);
    expect(pauseMs).toBeLessThan(expectedMs + slackMs);
  }
});

test('after an error that is a defect nothing is repeated', async () => {
  const defect = new TypeError('a');
  expect(await run([defect, final('b')])).toMatchObject({ ended: defect, attempts: 1 });
});

test('with a limit of one nothing is repeated', async () => {
  expect(await run([failing('a'), final('b')], 7_500, 1)).toMatchObject({ ended: 'a', attempts: 1 });
});

test.each([
  ['a pause', [failing('a'), final('b')], 350, 'a'],
  ['a pause after an error', [broken('a'), final('b')], 350, broken('a')],
  ['the time that was asked for', [failing('a', 4), final('b')], 7_500, 'a'],
])(
  'where no time is left for an attempt after %s, the attempts end at once',
  async (_what, script, leftMs, ended) => {
    const outcome = await run(script, leftMs);
    expect(outcome).toMatchObject({ ended, attempts: 1 });
    expect(outcome.tookMs).toBeLessThan(slackMs);
  },
);

test('the time that was asked for is waited for', async () => {
  const { ended, atMs } = await run([failing('a', 1), final('b')]);
  expect(ended).toBe('b');
  expect((atMs[1] ?? 0) - (atMs[0] ?? 0)).toBeGreaterThanOrEqual(998);
});

test('what an attempt has taken counts: the time left is that after it', async () => {
  const startedMs = performance.now();
  let attempts = 0;
  const ended = await repeatAttempts(
    invocationAt(0, { remainingMs: () => recordReserveMs + 700 - (performance.now() - startedMs) }),
    3,
    async () => {
      attempts += 1;
      await new Promise((resolve) => {
        setTimeout(resolve, 400);
      });
      return failing('a');
    },
  );
  expect([ended, attempts]).toEqual(['a', 1]);
});

test('an attempt is aborted when only the reserve is left, and none follows', async () => {
  const startedMs = performance.now();
  const remainingMs = () => recordReserveMs + 100 - (performance.now() - startedMs);
  let attempts = 0;
  const ended = repeatAttempts(invocationAt(0, { remainingMs }), 3, async (signal) => {
    attempts += 1;
    return await new Promise<never>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason as Error));
    });
  });
  await expect(ended).rejects.toMatchObject({ name: 'AbortError' });
  expect(attempts).toBe(1);
  expect(performance.now() - startedMs).toBeLessThan(100 + slackMs);
});
