// Owns: the service over a store that is a map, so that thousands of events a second can go through all of the rest.
import { readOrigin } from '../../../lib/config/config.ts';
import { createExecutor } from '../../../lib/executor/execute.ts';
import type { Execution, Ports } from '../../../lib/adapters/ports.ts';
import { createHandler, type Handler } from '../../../lib/http/handler.ts';
import { createPipeline } from '../../../lib/http/pipeline.ts';
import type { Log } from '../../../lib/log/log.ts';

export type StubService = { readonly handler: Handler; readonly crashes: string[] };

export function startStubService(): StubService {
  const crashes: string[] = [];
  const log: Log = {
    received: () => undefined,
    outcome: () => undefined,
    delivered: () => undefined,
    notDelivered: () => undefined,
    crash: (_whose, { name, message, stack }) => void crashes.push(`${name}: ${message} ${stack}`),
  };
  let count = 0;
  const elapsedMs = () => performance.now();
  const handler = createHandler(
    () => createPipeline(createExecutor(forgetfulPorts(), 'UTC'), log, elapsedMs),
    {
      origin: readOrigin({}),
      epochMs: Date.now,
      elapsedMs,
      newToken: () => String((count += 1)),
    },
  );
  return { handler, crashes };
}

/** Takes everything, and holds nothing: each event is the first of its trace. */
function forgetfulPorts(): Ports {
  const nothing = (): Promise<Execution | undefined> => Promise.resolve(undefined);
  return {
    executions: {
      record: nothing,
      find: nothing,
      takeOver: (_seen, taken) => Promise.resolve(taken),
      settle: nothing,
      handBack: () => Promise.resolve(),
      claimDelivery: nothing,
      markDelivered: () => Promise.resolve(),
      releaseDelivery: () => Promise.resolve(),
    },
    topics: { find: () => Promise.resolve('{"open":true}') },
    reminders: { schedule: () => Promise.resolve({ kind: 'done' }) },
  };
}
