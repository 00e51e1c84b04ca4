// One call for all who ask at the same time: what each of them gets, and when the call is aborted.
import { expect, test } from '@jest/globals';
import { shareCall } from '../../../lib/adapters/share-call.ts';

type StartedCall = {
  readonly signal: AbortSignal;
  readonly resolve: (text: string) => void;
  reject: (error: Error) => void;
};

/** Calls that are answered by the test. */
function createCalls() {
  const calls: StartedCall[] = [];
  const read = shareCall(
    (signal) =>
      new Promise<string>((resolve, reject) => {
        calls.push({ signal, resolve, reject });
      }),
  );
  return { calls, read };
}
const patient = () => new AbortController().signal;

test('callers at the same time share one call, and a later caller makes another', async () => {
  const { calls, read } = createCalls();
  const both = Promise.all([read(patient()), read(patient())]);
  calls[0]?.resolve('first');
  expect([await both, calls.length]).toEqual([['first', 'first'], 1]);
  const later = read(patient());
  calls[1]?.resolve('second');
  expect([await later, calls.length]).toEqual(['second', 2]);
});

test('a call that fails fails for all who wait for it, and the next caller makes another', async () => {
  const { calls, read } = createCalls();
  const both = Promise.allSettled([read(patient()), read(patient())]);
  const reason = new Error('down');
  calls[0]?.reject(reason);
  expect(await both).toEqual([
    { status: 'rejected', reason },
    { status: 'rejected', reason },
  ]);
  const later = read(patient());
  calls[1]?.resolve('up');
  expect(await later).toBe('up');
});

test('the signal of one caller ends only its own wait', async () => {
  const { calls, read } = createCalls();
  const hurried = new AbortController();
  const [first, second] = [read(hurried.signal), read(patient())];
  hurried.abort();
  await expect(first).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([false]);
  calls[0]?.resolve('value');
  expect(await second).toBe('value');
});

test('once nobody waits the call is aborted, and the next caller makes another', async () => {
  const { calls, read } = createCalls();
  const hurried = new AbortController();
  const only = read(hurried.signal);
  hurried.abort();
  await expect(only).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([true]);
  // Nobody hears of the end of the aborted call.
  calls[0]?.reject(new Error('aborted'));
  const later = read(patient());
  calls[1]?.resolve('value');
  expect(await later).toBe('value');
});

test('a caller whose signal is aborted already makes no call', async () => {
  const { calls, read } = createCalls();
  await expect(read(AbortSignal.abort())).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
  expect(calls).toEqual([]);
});
