// The runtime's own clocks, timers and random values.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { ambientRuntime } from '../../../lib/client/runtime.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

const { sleep, startTimer } = ambientRuntime;

test('a pause takes as long as it is asked to', async () => {
  let over = false;
  const pause = sleep(50, undefined).then(() => (over = true));
  await jest.advanceTimersByTimeAsync(49);
  expect(over).toBe(false);
  await jest.advanceTimersByTimeAsync(1);
  expect(await pause).toBe(true);
});

test('a pause that is over no longer listens to its signal', async () => {
  const { signal } = new AbortController();
  const removed = jest.spyOn(signal, 'removeEventListener');
  const pause = sleep(50, signal);
  await jest.advanceTimersByTimeAsync(50);
  await pause;
  expect(removed).toHaveBeenCalledWith('abort', expect.any(Function));
});

test('an aborted signal ends a pause at once, and its timer', async () => {
  const controller = new AbortController();
  const pause = sleep(50, controller.signal);
  expect(jest.getTimerCount()).toBe(1);
  controller.abort('enough');
  await expect(pause).rejects.toBe('enough');
  expect(jest.getTimerCount()).toBe(0);
});

test('a signal that was aborted before begins no pause', async () => {
  await expect(sleep(50, AbortSignal.abort('enough'))).rejects.toBe('enough');
  expect(jest.getTimerCount()).toBe(0);
});

test('a timer calls once its time has come, unless it is stopped', async () => {
  const called: string[] = [];
  startTimer(() => called.push('kept'), 10);
  const stop = startTimer(() => called.push('stopped'), 10);
  stop();
  await jest.advanceTimersByTimeAsync(10);
  expect(called).toEqual(['kept']);
});

test('the clocks and the random values are those of the machine', () => {
  jest.useRealTimers();
  expect(Math.abs(ambientRuntime.epochMs() - Date.now())).toBeLessThan(60_000);
  expect(ambientRuntime.monotonicMs()).toBeLessThanOrEqual(performance.now());
  const random = ambientRuntime.random();
  expect(random >= 0 && random < 1).toBe(true);
  expect(ambientRuntime.randomBytes(10)).toHaveLength(10);
  expect(ambientRuntime.randomBytes(10)).not.toEqual(ambientRuntime.randomBytes(10));
});

test('a global fetch that is replaced later is the one that is used', async () => {
  const replaced = jest.spyOn(globalThis, 'fetch').mockResolvedValue(new Response('here'));
  const init = { method: 'POST' };
  expect(await (await ambientRuntime.fetch('http://127.0.0.1:1/', init)).text()).toBe('here');
  expect(replaced.mock.calls).toEqual([['http://127.0.0.1:1/', init]]);
  replaced.mockRestore();
});
