// Serves the service over HTTP in a process of its own, and reports its memory and handles when its parent asks.
import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { handler } from '../../../functions/execute.ts';
import { createGateway } from '../../../scripts/local/gateway.ts';

/** After garbage collection. */
export type Footprint = { readonly heapBytes: number; readonly handles: number };

const limitMs = 10_000;
const openFiles = '/proc/self/fd';

const gateway = createGateway({
  invoke: async (event) => {
    const startedMs = performance.now();
    const getRemainingTimeInMillis = () => limitMs - (performance.now() - startedMs);
    const value = await handler(event as Parameters<typeof handler>[0], {
      awsRequestId: randomUUID(),
      getRemainingTimeInMillis,
    });
    return { kind: 'returned', value };
  },
  pages: () => undefined,
});
gateway.listen(0, '127.0.0.1', () => process.send?.({ port: (gateway.address() as AddressInfo).port }));

process.on('message', () => {
  for (let again = 0; again < 3; again += 1) globalThis.gc?.();
  const files = existsSync(openFiles) ? readdirSync(openFiles).length : 0;
  const handles = Math.max(files, process.getActiveResourcesInfo().length);
  const report = { heapBytes: process.memoryUsage().heapUsed, handles } satisfies Footprint;
  process.send?.({ report });
});
