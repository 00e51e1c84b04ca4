// Runs the function in a thread, as Lambda does in an execution environment: its own variables and output, a time limit, and a
// crash that fails only the invocations in it.

import { randomUUID } from 'node:crypto';
import { Worker } from 'node:worker_threads';
import type { WorkerReply, WorkerCall, FunctionWorkerData, PrintedOutput } from './function-worker.ts';
import type { InvocationResult, Invoke } from './gateway.ts';

export type OutputSink = {
  /** Takes what the function prints, in the order in which it does; the function goes on once this has returned. */
  readonly write: (piece: Uint8Array) => void;
  readonly end: () => void;
};

export type FunctionOptions = {
  /** Path of the CommonJS file that exports `handler`. */
  readonly bundle: string;
  /** The whole environment of the function; nothing of this process's own environment reaches it. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Called for both outputs of each environment that starts. */
  readonly openOutput: (name: PrintedOutput['output']) => OutputSink;
  /** What Lambda itself would log about an invocation that ended without an answer. */
  readonly onFailure: (message: string, requestId: string, error?: object) => void;
};

export type LocalFunction = {
  readonly invoke: Invoke;
  readonly close: () => Promise<void>;
};

/** Loads the bundle and waits until it can be called.
 * @throws what the bundle threw while it was loaded. */
export async function startFunction(options: FunctionOptions): Promise<LocalFunction> {
  const pending = new Map<number, (answer: WorkerReply | undefined) => void>();
  let lastId = 0;
  let current: Promise<Worker> | undefined = startWorker();
  await current;

  function startWorker(): Promise<Worker> {
    return new Promise((resolve, reject) => {
      const outputTaken = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
      const workerData: FunctionWorkerData = { bundle: options.bundle, outputTaken };
      const outputs = { stdout: options.openOutput('stdout'), stderr: options.openOutput('stderr') };
      const worker = new Worker(new URL('./function-worker.ts', import.meta.url), {
        workerData,
        env: options.env,
        stdout: true,
        stderr: true,
      });
      worker.on('error', reject);
      worker.on('message', (answer: WorkerReply | PrintedOutput) => {
        if ('output' in answer) {
          outputs[answer.output].write(answer.piece);
          Atomics.add(outputTaken, 0, 1);
          Atomics.notify(outputTaken, 0);
        } else if ('ready' in answer) resolve(worker);
        else pending.get(answer.id)?.(answer);
      });
      // It died during its calls (process.exit, memory): these fail, and the next call starts a new one, as on Lambda.
      worker.on('exit', () => {
        reject(new Error('the function stopped while it was loaded'));
        current = undefined;
        outputs.stdout.end();
        outputs.stderr.end();
        for (const settle of pending.values()) settle(undefined);
      });
    });
  }

  const call = (worker: Worker, event: WorkerCall['event'], requestId: string): Promise<InvocationResult> =>
    new Promise((resolve) => {
      const id = ++lastId;
      const settle = (invocation: InvocationResult): void => {
        clearTimeout(timer);
        pending.delete(id);
        resolve(invocation);
      };
      const timer = setTimeout(() => {
        options.onFailure('FUNCTION_TIMED_OUT', requestId);
        settle({ kind: 'timed-out' });
      }, options.timeoutMs);
      pending.set(id, (answer) => {
        if (answer !== undefined && 'value' in answer)
          return settle({ kind: 'returned', value: answer.value });
        const error = answer !== undefined && 'error' in answer ? [answer.error] : [];
        options.onFailure('FUNCTION_FAILED', requestId, ...error);
        settle({ kind: 'failed' });
      });
      worker.postMessage({
        id,
        event,
        requestId,
        deadline: Date.now() + options.timeoutMs,
      } satisfies WorkerCall);
    });

  // As on Lambda, the time limit starts once the function is loaded.
  const invoke: Invoke = async (event) => {
    const requestId = randomUUID();
    current ??= startWorker();
    try {
      return await call(await current, event, requestId);
    } catch {
      options.onFailure('FUNCTION_NOT_LOADED', requestId);
      return { kind: 'failed' };
    }
  };

  return {
    invoke,
    close: async () => {
      const worker = await current?.catch(() => undefined);
      if (worker === undefined) return;
      const stopped = new Promise((resolve) => worker.once('exit', resolve));
      worker.postMessage('stop');
      // What the bundle keeps open may keep its thread alive; all that it printed has arrived by then.
      const impatient = setTimeout(() => void worker.terminate(), 1_000);
      await stopped;
      clearTimeout(impatient);
    },
  };
}
