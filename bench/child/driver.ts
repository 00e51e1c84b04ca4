// Runs inside each measured process: loads one bundle and calls its handler as it is told, timing every call.
import { createRequire } from 'node:module';
import { contextOf, eventOf, requestOf, STATUS } from '../events.ts';
import type { Kind } from '../events.ts';

export interface Order {
  readonly kind: Kind;
  readonly count: number;
  readonly concurrency: number;
  readonly description?: string;
  /** Events of the scheduler, in place of requests: each is to end well, with nothing. */
  readonly due?: readonly unknown[];
}

export interface Report {
  readonly latenciesMs: number[];
  readonly processorMs: number;
  readonly elapsedMs: number;
  readonly failures: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
}

type Handler = (event: unknown, context: unknown) => Promise<{ statusCode: number } | null>;

const { handler } = createRequire(import.meta.url)(process.argv[2] ?? '') as { handler: Handler };
let invocations = 0;

async function run({ kind, count, concurrency, description, due }: Order): Promise<Report> {
  const calls = Array.from({ length: due?.length ?? count }, (_, index) => {
    invocations += 1;
    return {
      event: due ? due[index] : eventOf(requestOf(kind, invocations, description), invocations),
      context: contextOf(invocations),
    };
  });
  const latenciesMs: number[] = [];
  let failures = 0;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let call = calls[next++]; call; call = calls[next++]) {
      const start = performance.now();
      const answer = await handler(call.event, call.context);
      latenciesMs.push(performance.now() - start);
      if (due ? answer !== null : answer?.statusCode !== STATUS[kind]) failures += 1;
    }
  };
  const processorBefore = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, lane));
  const elapsedMs = performance.now() - start;
  const { user, system } = process.cpuUsage(processorBefore);
  return { latenciesMs, processorMs: (user + system) / 1000, elapsedMs, failures, ...memory() };
}

/** Only with --expose-gc, so only where memory is what is measured. */
function memory(): Pick<Report, 'heapBytes' | 'residentBytes'> {
  if (!globalThis.gc) return { heapBytes: 0, residentBytes: 0 };
  globalThis.gc();
  globalThis.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { heapBytes: heapUsed + external, residentBytes: rss };
}

process.on('message', (order: Order) => {
  run(order).then(
    (report) => process.send?.(report),
    (error: unknown) => process.send?.({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
process.send?.('ready');
