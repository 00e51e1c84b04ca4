// What a million executions cost, by part, from measured work and list prices. Assumptions stand here and nowhere else.
import { PRICES } from './prices.ts';

/** What one execution of a kind was measured to do. */
export interface Work {
  readonly processorMs: number;
  readonly writeUnits: number;
  readonly readUnits: number;
  readonly storeCalls: number;
  /** Calls of the API: none when the scheduler calls. */
  readonly apiCalls: number;
  readonly schedulerCalls: number;
  readonly publishes: number;
  readonly logBytes: number;
  readonly logLines: number;
}

/** What a cold start was measured to take of the processor. */
export interface ColdStart {
  readonly loadProcessorMs: number;
}

export interface Cost {
  readonly api: number;
  readonly compute: number;
  readonly store: number;
  readonly logs: number;
  /** The scheduler's invocation, or the topic's publish. */
  readonly reminders: number;
}

export const ASSUMPTIONS = {
  memoryGigabytes: 0.5,
  /** Lambda gives a whole processor at 1,769 MB and shares below: work takes this much longer at 512 MB. */
  processorStretch: 1769 / 512,
  storeCallMs: 4,
  schedulerCallMs: 15,
  publishMs: 15,
  /** One invocation in a hundred starts a new process. */
  coldShare: 0.01,
  /** Start of the runtime itself, before the bundle is loaded. */
  runtimeStartMs: 60,
  /** A line of the access log's format in serverless.yml with the values of a task. */
  accessLogBytes: 472,
  /** CloudWatch adds this to every event. */
  bytesALogEvent: 26,
} as const;

/** How long one invocation is billed, in whole milliseconds as Lambda rounds. */
export function billedMs(work: Work): number {
  const { processorStretch, storeCallMs, schedulerCallMs, publishMs } = ASSUMPTIONS;
  const waitingMs =
    work.storeCalls * storeCallMs + work.schedulerCalls * schedulerCallMs + work.publishes * publishMs;
  return Math.ceil(work.processorMs * processorStretch + waitingMs);
}

/** Dollars for a million executions. */
export function costOfMillion(work: Work, cold: ColdStart): Cost {
  const { memoryGigabytes, coldShare, runtimeStartMs, accessLogBytes, bytesALogEvent } = ASSUMPTIONS;
  const initialisationMs = coldShare * (runtimeStartMs + cold.loadProcessorMs);
  const gigabyteSeconds = 1000 * (billedMs(work) + initialisationMs) * memoryGigabytes;
  const { apiCalls, schedulerCalls, publishes } = work;
  const logBytes = work.logBytes + apiCalls * accessLogBytes + (work.logLines + apiCalls) * bytesALogEvent;
  return {
    api: apiCalls * PRICES.httpApi.dollars,
    compute: PRICES.lambdaRequest.dollars + gigabyteSeconds * PRICES.lambdaGigabyteSecond.dollars,
    store: work.writeUnits * PRICES.writeUnit.dollars + work.readUnits * PRICES.readUnit.dollars,
    // A million executions of one byte are a megabyte: a thousandth of a gigabyte.
    logs: (logBytes / 1000) * PRICES.logGigabyte.dollars,
    reminders: schedulerCalls * PRICES.schedule.dollars + publishes * PRICES.publish.dollars,
  };
}

export function total(cost: Cost): number {
  return cost.api + cost.compute + cost.store + cost.logs + cost.reminders;
}

/** The least that the managed services take for the same task, behind the same API. */
export function managedCosts(task: Work): Readonly<Record<string, { dollars: number; how: string }>> {
  const api = PRICES.httpApi.dollars;
  const write = PRICES.writeUnit.dollars;
  const duration = 100_000 * (64 / 1024) * PRICES.expressGigabyteSecond.dollars;
  const lambda = costOfMillion({ ...task, writeUnits: 0, readUnits: 0 }, { loadProcessorMs: 0 }).compute;
  return {
    'Step Functions Standard': {
      dollars: api + 2 * PRICES.stateTransition.dollars + write,
      how: 'API, two states (gate, write), one write unit; answers before it has executed',
    },
    'Step Functions Express': {
      dollars: api + PRICES.expressRequest.dollars + duration + write,
      how: 'API, one request, 100 ms at 64 MB, one write unit; at least once; no log',
    },
    'Lambda durable functions': {
      dollars: api + lambda + 2 * PRICES.durableOperation.dollars + PRICES.durableGigabyteWritten.dollars,
      how: 'API, our compute, two operations (start, one step), 1 KB written; no log, no store of its own',
    },
  };
}
