// Owns the signal that a call gets: ended already when the time is up, so that nothing is sent.
import { expect, test } from '@jest/globals';
import { sendWithin } from '../../../lib/adapters/send.ts';
import { invocationAt } from '../../support/executions.ts';

test.each([
  [499, true],
  [500, true],
  [10_000, false],
])('with %d ms left of which 500 are kept, the signal has ended: %s', async (leftMs, ended) => {
  const invocation = invocationAt(0, { remainingMs: () => leftMs });
  const send = ({ abortSignal }: { abortSignal: AbortSignal }) => Promise.resolve(abortSignal.aborted);
  expect(await sendWithin(invocation, 500, send)).toBe(ended);
});
