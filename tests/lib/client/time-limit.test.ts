// Work ends when its time is up or when the caller gives up, and leaves nothing behind.
import { expect, test } from '@jest/globals';
import { runWithin } from '../../../lib/client/time-limit.ts';
import { fakeRuntime } from './fake-runtime.ts';

const never = async (): Promise<never> => await new Promise(() => {});

/** A signal that counts who listens to it. */
function watchedSignal() {
  const controller = new AbortController();
  const { signal } = controller;
  const listeners = new Set<unknown>();
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  Object.assign(signal, {
    addEventListener: (type: 'abort', listener: () => void) => {
      listeners.add(listener);
      add(type, listener);
    },
    removeEventListener: (type: 'abort', listener: () => void) => {
      if (type === 'abort') listeners.delete(listener);
      remove(type, listener);
    },
  });
  return { controller, signal, listeners };
}

test('work that ends in time gives its value', async () => {
  const { startTimer, timers, limits } = fakeRuntime();
  const { signal, listeners } = watchedSignal();
  const work = async (own: AbortSignal) => await Promise.resolve(own.aborted);
  expect(await runWithin(startTimer, 10, signal, work)).toBe(false);
  expect([limits, timers.size, listeners.size]).toEqual([[10], 0, 0]);
});

test('what work throws is thrown', async () => {
  const { startTimer, timers } = fakeRuntime();
  const { signal, listeners } = watchedSignal();
  const failing = async () => await Promise.reject(new Error('reset'));
  await expect(runWithin(startTimer, 10, signal, failing)).rejects.toThrow(new Error('reset'));
  expect([timers.size, listeners.size]).toEqual([0, 0]);
});

test('work that does not end in time is told, and not waited for', async () => {
  const { startTimer, timers, expire } = fakeRuntime();
  const { signal, listeners } = watchedSignal();
  let own: AbortSignal | undefined;
  const call = runWithin(startTimer, 10, signal, async (given) => {
    own = given;
    return await never();
  });
  expire();
  await expect(call).rejects.toMatchObject({ name: 'TimeoutError', message: 'no answer within 10 ms' });
  expect(own?.reason).toMatchObject({ name: 'TimeoutError' });
  expect([timers.size, listeners.size]).toEqual([0, 0]);
});

test('a caller who gives up ends the work at once', async () => {
  const { startTimer, timers } = fakeRuntime();
  const { controller, signal, listeners } = watchedSignal();
  let own: AbortSignal | undefined;
  const call = runWithin(startTimer, 10, signal, async (given) => {
    own = given;
    return await never();
  });
  expect(listeners.size).toBe(1);
  controller.abort('enough');
  await expect(call).rejects.toBe('enough');
  expect(own?.reason).toBe('enough');
  expect([timers.size, listeners.size]).toEqual([0, 0]);
});

test('a caller who had given up before gets no work done', async () => {
  const { startTimer, limits } = fakeRuntime();
  let begun = false;
  const call = runWithin(startTimer, 10, AbortSignal.abort('enough'), async () => {
    begun = true;
    return await never();
  });
  await expect(call).rejects.toBe('enough');
  expect([begun, limits]).toEqual([false, []]);
});
