// Owns the inside of the function's thread: loads the bundle once, as Lambda does, and runs its handler for each message.
// Everything the bundle prints leaves through the thread's own stdout and stderr.

import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { Context } from 'aws-lambda';

export interface FunctionWorkerData {
  readonly bundle: string;
}

export interface Call {
  readonly id: number;
  readonly event: unknown;
  readonly requestId: string;
  readonly deadline: number;
}

export type Answer =
  | { readonly ready: true }
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: { name: string; message: string; stack: string } };

const { bundle } = workerData as FunctionWorkerData;
const { handler } = createRequire(import.meta.url)(bundle) as {
  handler: (event: unknown, context: Context) => unknown;
};
const name = process.env['AWS_LAMBDA_FUNCTION_NAME'] ?? '';

parentPort?.on('message', (call: Call | 'stop') => {
  // Without its port the thread has nothing to wait for: it ends by itself once all it printed has been passed on.
  if (call === 'stop') parentPort?.close();
  else run(call).then(reply, reply);
});
reply({ ready: true });

async function run({ id, event, requestId, deadline }: Call): Promise<Answer> {
  try {
    const value = await handler(event, lambdaContext(requestId, deadline));
    // Lambda hands on JSON and nothing else; what cannot be written as JSON fails there as it does here.
    return { id, value: value === undefined ? null : (JSON.parse(JSON.stringify(value)) as unknown) };
  } catch (error) {
    const { name: kind, message, stack = '' } = error instanceof Error ? error : new Error(String(error));
    return { id, error: { name: kind, message, stack } };
  }
}

function reply(answer: Answer): void {
  parentPort?.postMessage(answer);
}

function lambdaContext(requestId: string, deadline: number): Context {
  const done = (): void => undefined;
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: name,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
    memoryLimitInMB: process.env['AWS_LAMBDA_FUNCTION_MEMORY_SIZE'] ?? '512',
    awsRequestId: requestId,
    logGroupName: `/aws/lambda/${name}`,
    logStreamName: 'local',
    getRemainingTimeInMillis: () => Math.max(0, deadline - Date.now()),
    done,
    fail: done,
    succeed: done,
  };
}
