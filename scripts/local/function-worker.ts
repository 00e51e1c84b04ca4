// Runs in the function's thread: loads the bundle once, as Lambda does, and calls its handler for each message.

import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { LambdaContext } from '../../lib/domain/invocation.ts';

export type FunctionWorkerData = {
  readonly bundle: string;
  /** Counts the pieces of output that were taken. */
  readonly outputTaken: Int32Array<SharedArrayBuffer>;
};

export type PrintedOutput = { readonly output: 'stdout' | 'stderr'; readonly piece: Uint8Array };

export type WorkerCall = {
  readonly id: number;
  readonly event: unknown;
  readonly requestId: string;
  readonly deadline: number;
};

export type WorkerReply =
  | { readonly ready: true }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { name: string; message: string; stack: string } };

// Only a server that hangs takes longer; then the function goes on.
const maxWaitMs = 1_000;
const { bundle, outputTaken } = workerData as FunctionWorkerData;
// The stacks in the log name the sources.
process.setSourceMapsEnabled(true);
passOnOutput('stdout');
passOnOutput('stderr');
const { handler } = createRequire(import.meta.url)(bundle) as {
  handler: (event: unknown, context: LambdaContext) => unknown;
};

parentPort?.on('message', (call: WorkerCall | 'stop') => {
  // Without its port the thread has nothing to wait for: it ends by itself once all that it printed has been passed on.
  if (call === 'stop') parentPort?.unref();
  else run(call).then(reply, reply);
});
reply({ ready: true });

async function run({ id, event, requestId, deadline }: WorkerCall): Promise<WorkerReply> {
  try {
    const context = {
      awsRequestId: requestId,
      getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    };
    const value = await handler(event, context);
    // Lambda passes on JSON and nothing else; what cannot be written as JSON fails there as it does here.
    return { id, value: value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown) };
  } catch (error) {
    const { name: kind, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { name: kind, message, stack } };
  }
}

let piecesSent = 0;

/** On Lambda a line has left the process once it is written; a thread's own output leaves it some time later. A kill in between
 * would lose the line that is a reminder's delivery, though the store has recorded that delivery. */
function passOnOutput(output: PrintedOutput['output']): void {
  const write = (text: string | Uint8Array, ...rest: readonly unknown[]): boolean => {
    const [encoding] = rest;
    const bytes =
      typeof text === 'string'
        ? Buffer.from(text, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
        : Buffer.from(text);
    // A copy, for a message takes the whole memory behind a view with it.
    parentPort?.postMessage({ output, piece: Uint8Array.from(bytes) } satisfies PrintedOutput);
    piecesSent += 1;
    waitUntilTaken();
    const done = rest.at(-1);
    if (typeof done === 'function') process.nextTick(done);
    return true;
  };
  process[output].write = write;
}

function waitUntilTaken(): void {
  for (;;) {
    const taken = Atomics.load(outputTaken, 0);
    if (taken >= piecesSent || Atomics.wait(outputTaken, 0, taken, maxWaitMs) === 'timed-out') return;
  }
}

function reply(answer: WorkerReply): void {
  parentPort?.postMessage(answer);
}
