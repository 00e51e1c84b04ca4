// Owns the outside in memory: executions in a map, a scheduler that takes every reminder, no topics. For what lies before the
// adapters; that a store does the same is held by tests/lib/ports/executions.test.ts.
import type { Execution } from '../../lib/domain/execution.ts';
import type { Ports } from '../../lib/ports/ports.ts';
import type { Invocation } from '../../lib/domain/invocation.ts';

export function portsInMemory(): Ports {
  const stored = new Map<string, Execution>();
  /** One call: gives what stands there, after `write` has replaced it where it may be replaced. */
  function call(
    { traceId }: { readonly traceId: string },
    invocation: Invocation,
    write: (standing: Execution | undefined) => Execution | undefined = () => undefined,
  ): Promise<Execution | undefined> {
    invocation.storeCalls += 1;
    const standing = stored.get(traceId);
    const written = write(standing);
    if (written !== undefined) stored.set(traceId, written);
    return Promise.resolve(written === undefined ? standing : undefined);
  }
  const isOurs = (standing: Execution | undefined, { leaseOwner }: Execution): boolean =>
    standing?.state === 'pending' && standing.leaseOwner === leaseOwner;
  return {
    executions: {
      find: (traceId, invocation) => call({ traceId }, invocation),
      putIfAbsent: (execution, invocation) =>
        call(execution, invocation, (standing) => (standing === undefined ? execution : undefined)),
      takeOver: async (seen, taken, invocation) =>
        (await call(seen, invocation, (standing) => (isOurs(standing, seen) ? taken : undefined))) ?? taken,
      complete: (settled, invocation) =>
        call(settled, invocation, (standing) =>
          isOurs(standing, settled)
            ? { ...settled, plannedJson: undefined, leaseUntilMs: undefined }
            : undefined,
        ),
      release: async (claimed, invocation) => {
        await call(claimed, invocation, (standing) =>
          isOurs(standing, claimed) ? { ...claimed, leaseUntilMs: 0 } : undefined,
        );
      },
      // Nothing fires here: deliveries are held by tests/lib/delivery, on a store.
      claimDelivery: () => Promise.reject(new Error('nothing is delivered here')),
      markDelivered: () => Promise.reject(new Error('nothing is delivered here')),
      releaseDelivery: () => Promise.reject(new Error('nothing is delivered here')),
    },
    topics: { find: () => Promise.resolve(undefined) },
    reminders: { schedule: () => Promise.resolve({ kind: 'done' }) },
  };
}
