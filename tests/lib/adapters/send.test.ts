// The time limit of one call to an AWS service, and the name under which its error is logged.
import { expect, test } from '@jest/globals';
import { errorName, sendWithin } from '../../../lib/adapters/send.ts';
import { invocationAt } from '../../support/executions.ts';

/** A call that ends only when it is aborted. */
async function hang({ abortSignal }: { readonly abortSignal: AbortSignal }): Promise<never> {
  return await new Promise((_resolve, reject) => {
    const fail = (): void => reject(new DOMException('aborted', 'AbortError'));
    if (abortSignal.aborted) fail();
    else abortSignal.addEventListener('abort', fail);
  });
}

test.each([
  [400, 250, 150],
  [250, 400, 0],
  [-5, 0, 0],
])(
  'with %i ms left, of which %i are reserved, a call is aborted after %i ms',
  async (remaining, kept, afterMs) => {
    const startedMs = performance.now();
    const call = sendWithin(invocationAt(0, { remainingMs: () => remaining }), kept, hang);
    await expect(call).rejects.toThrow('aborted');
    const tookMs = performance.now() - startedMs;
    expect(tookMs).toBeGreaterThanOrEqual(afterMs - 2);
    // Without the abort it would never end; two seconds allow for a busy machine.
    expect(tookMs).toBeLessThan(afterMs + 2_000);
  },
);

test('a call that answers is not aborted', async () => {
  const signals: AbortSignal[] = [];
  const remainingMs = () => 20;
  const answered = await sendWithin(invocationAt(0, { remainingMs }), 0, async ({ abortSignal }) => {
    signals.push(abortSignal);
    return await Promise.resolve('answer');
  });
  await new Promise((resolve) => {
    setTimeout(resolve, 40);
  });
  expect([answered, signals[0]?.aborted]).toEqual(['answer', false]);
});

test.each([
  [new TypeError('secret'), 'TypeError'],
  [Object.assign(new Error('secret'), { code: 'ECONNREFUSED' }), 'ECONNREFUSED'],
  [Object.assign(new Error('secret'), { name: 'ThrottlingException', code: 'X' }), 'ThrottlingException'],
  [Object.assign(new Error('secret'), { code: 7 }), 'Error'],
  ['secret', 'string'],
  [null, 'object'],
])('%o is named %s', (error, name) => {
  expect(errorName(error)).toBe(name);
});

test.each([
  [499, true],
  [500, true],
  [10_000, false],
])(
  'with %d ms left, of which 500 are reserved, the call begins with an aborted signal: %s',
  async (leftMs, aborted) => {
    const invocation = invocationAt(0, { remainingMs: () => leftMs });
    const send = ({ abortSignal }: { abortSignal: AbortSignal }) => Promise.resolve(abortSignal.aborted);
    expect(await sendWithin(invocation, 500, send)).toBe(aborted);
  },
);
