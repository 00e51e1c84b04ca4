// Runs in a measured process: loads one bundle and calls its handler as often as it is asked to, measuring every call.
import { createRequire } from 'node:module';
import { reminderRequest, taskRequest } from '../../tests/support/requests.ts';
import { contextOf, eventOf, type BundleHandler } from './invocation.ts';

const requests = {
  task: () => taskRequest(),
  replay: () => taskRequest({ traceId: 'task-replayed' }),
  skip: () => ({ json: { ...taskRequest().json, decision: 'respond' } }),
  refusal: () => taskRequest({ payload: { title: undefined } }),
  reminder: () => reminderRequest(),
  dueReminder: () => reminderRequest({ payload: { time: new Date().toISOString() } }),
};

export type RequestKind = keyof typeof requests;

/** How often to send a request, or which events of the scheduler to hand over. */
export type Order = {
  readonly kind?: RequestKind;
  readonly count?: number;
  readonly concurrency?: number;
  readonly due?: readonly unknown[];
};

export type DriverReport = {
  readonly latenciesMs: number[];
  readonly processorMs: number;
  readonly elapsedMs: number;
  readonly failures: number;
  readonly heapBytes: number;
  readonly residentBytes: number;
};

const { handler } = createRequire(import.meta.url)(process.argv[2] ?? '') as { handler: BundleHandler };
let invocations = 0;

async function run({ kind = 'task', count = 1, concurrency = 1, due }: Order): Promise<DriverReport> {
  const events = due ?? Array.from({ length: count }, () => eventOf(requests[kind]().json));
  const calls = events.map((event) => ({ event, context: contextOf((invocations += 1)) }));
  // A delivery has no answer.
  const expected = due ? undefined : kind === 'refusal' ? 422 : 200;
  const latenciesMs: number[] = [];
  let failures = 0;
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let call = calls[next++]; call; call = calls[next++]) {
      const start = performance.now();
      const answer = await handler(call.event, call.context);
      latenciesMs.push(performance.now() - start);
      if (answer?.statusCode !== expected) failures += 1;
    }
  };
  const processorBefore = process.cpuUsage();
  const start = performance.now();
  await Promise.all(Array.from({ length: concurrency }, lane));
  const elapsedMs = performance.now() - start;
  const { user, system } = process.cpuUsage(processorBefore);
  return { latenciesMs, processorMs: (user + system) / 1000, elapsedMs, failures, ...memory() };
}

/** Only with --expose-gc, where memory is what is measured. */
function memory(): Pick<DriverReport, 'heapBytes' | 'residentBytes'> {
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
