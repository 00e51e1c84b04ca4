// Runs the service on a stub of its ports, so that thousands of events a second pass through all the rest.
import { readServiceInfo } from '../../../lib/config/config.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import type { Execution } from '../../../lib/domain/execution.ts';
import type { Ports } from '../../../lib/ports/ports.ts';
import { createHandler, type Handler } from '../../../lib/http/handler.ts';
import { createPipeline } from '../../../lib/http/pipeline.ts';
import type { Log } from '../../../lib/log/log.ts';
import { inMemoryScheduler } from '../../support/in-memory-scheduler.ts';

export type StubService = { readonly handler: Handler; readonly crashes: string[] };

export function startStubService(): StubService {
  const crashes: string[] = [];
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
    () => createPipeline(createExecutor(forgetfulPorts(), 'UTC'), log, elapsedMs),
    {
      service: readServiceInfo({}),
      epochMs: Date.now,
      elapsedMs,
      newLeaseOwner: () => String((count += 1)),
    },
  );
  return { handler, crashes };
}

/** Takes everything, and holds nothing: each event is the first of its trace. */
function forgetfulPorts(): Ports {
  const nothing = (): Promise<Execution | undefined> => Promise.resolve(undefined);
  return {
    executions: {
      putIfAbsent: nothing,
      find: nothing,
      takeOver: (_seen, taken) => Promise.resolve(taken),
      complete: nothing,
      release: () => Promise.resolve(),
      claimDelivery: nothing,
      markDelivered: () => Promise.resolve(),
      releaseDelivery: () => Promise.resolve(),
    },
    topics: { find: () => Promise.resolve('{"open":true}') },
    adapters: {
      reminder: inMemoryScheduler(() => Promise.resolve({ kind: 'done' })),
      meeting: { kind: 'record', fields: { mocked: true } },
    },
  };
}
