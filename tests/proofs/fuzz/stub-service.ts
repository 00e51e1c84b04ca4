// Runs the service on a stub of its ports, so that thousands of events a second pass through all the rest.
import { readServiceInfo } from '../../../lib/config/config.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import type { Execution } from '../../../lib/domain/execution.ts';
import type { Ports } from '../../../lib/ports/ports.ts';
import { createHandler, type Handler } from '../../../lib/http/handler.ts';
import { createPipeline } from '../../../lib/http/pipeline.ts';
import type { Log } from '../../../lib/log/log.ts';
import { inMemoryScheduler } from '../../support/in-memory-scheduler.ts';

export type StubService = {
  readonly handler: Handler;
  readonly crashes: string[];
  /** The calls of its ports: what would have gone to the store or outside. */
  readonly calls: string[];
};

export function startStubService(): StubService {
  const crashes: string[] = [];
  const calls: string[] = [];
  const log: Log = {
    received: () => undefined,
    completed: () => undefined,
    delivered: () => undefined,
    notDelivered: () => undefined,
    crashed: (_whose, { name, message, stack }) => void crashes.push(`${name}: ${message} ${stack}`),
  };
  let count = 0;
  const elapsedMs = () => performance.now();
  const handler = createHandler(
    () => createPipeline(createExecutor(forgetfulPorts(calls), 'UTC'), log, elapsedMs),
    {
      service: readServiceInfo({}),
      epochMs: Date.now,
      elapsedMs,
      newLeaseOwner: () => String((count += 1)),
    },
  );
  return { handler, crashes, calls };
}

/** Takes everything, and holds nothing: each event is the first of its trace. */
function forgetfulPorts(calls: string[]): Ports {
  const answering =
    <Answer>(call: string, answer: Answer) =>
    (): Promise<Answer> => {
      calls.push(call);
      return Promise.resolve(answer);
    };
  const nothing = (call: string) => answering<Execution | undefined>(call, undefined);
  return {
    executions: {
      putIfAbsent: nothing('putIfAbsent'),
      find: nothing('find'),
      takeOver: (_seen, taken) => answering('takeOver', taken)(),
      complete: nothing('complete'),
      release: answering('release', undefined),
      claimDelivery: nothing('claimDelivery'),
      markDelivered: answering('markDelivered', undefined),
      releaseDelivery: answering('releaseDelivery', undefined),
    },
    topics: { find: answering('topics', '{"open":true}') },
    adapters: {
      reminder: inMemoryScheduler(answering('perform', { kind: 'done' })),
      meeting: { kind: 'record', fields: { mocked: true } },
    },
  };
}
