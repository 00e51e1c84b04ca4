// Sends requests without a pause, checks each answer, and remembers what was executed and what is still open.
import { faultsOfAnswer } from '../faults/invariants.ts';
import type { JsonObject } from '../../../lib/domain/json.ts';
import { nextRequest, type ExecutedRequest, type LoadAnswer, type LoadRequest } from './traffic.ts';

export type Callers = {
  readonly executed: ExecutedRequest[];
  /** Requests whose answer asked for a retry. */
  readonly open: JsonObject[];
  readonly wrong: string[];
  readonly counts: { answers: number; retryable: number; retryableInQuiet: number };
  /** Sends concurrently for so long. @returns milliseconds that each execution took */
  readonly call: (forMs: number, quiet: boolean) => Promise<number[]>;
  readonly send: (sent: LoadRequest, quiet: boolean) => Promise<LoadAnswer | undefined>;
};

const maxConcurrent = 16;
const limitMs = 10_000;
const retryable = [409, 503, 504];

export function openCallers(url: string, random: () => number): Callers {
  const executed: ExecutedRequest[] = [];
  const open: JsonObject[] = [];
  const wrong: string[] = [];
  const counts = { answers: 0, retryable: 0, retryableInQuiet: 0 };

  const send: Callers['send'] = async (sent, quiet) => {
    const startedMs = performance.now();
    const response = await fetch(`${url}/api/workflow/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent.json),
    });
    const body = await response.text();
    const headers = Object.fromEntries(response.headers);
    const answer = { status: response.status, replayed: headers['idempotent-replayed'] === 'true', body };
    counts.answers += 1;
    // The caller's time includes the waiting of this process, so it is held to the platform's limit alone.
    const tookMs = performance.now() - startedMs;
    if (tookMs > limitMs) wrong.push(`an answer took ${Math.round(tookMs)} ms`);
    const faults = faultsOfAnswer({ ...answer, headers, tookMs: 0 }, String(sent.json['trace_id']));
    for (const fault of faults) wrong.push(`${fault}: ${answer.status} ${body}`);
    if (retryable.includes(answer.status) && !sent.needsNothing) {
      counts.retryable += 1;
      if (quiet) counts.retryableInQuiet += 1;
      if (sent.executes) open.push(sent.json);
      return undefined;
    }
    if (!sent.isRight(answer)) wrong.push(`${JSON.stringify(sent.json)} gets ${answer.status} ${body}`);
    if (sent.executes) executed.push({ json: sent.json, body });
    return answer;
  };

  return {
    executed,
    open,
    wrong,
    counts,
    send,
    call: async (forMs, quiet) => {
      const endMs = performance.now() + forMs;
      const tookMs: number[] = [];
      const work = async (): Promise<void> => {
        while (performance.now() < endMs) {
          const sent = nextRequest(executed, random);
          const startedMs = performance.now();
          const answer = await send(sent, quiet);
          if (answer !== undefined && sent.executes) tookMs.push(performance.now() - startedMs);
        }
      };
      await Promise.all(Array.from({ length: maxConcurrent }, work));
      return tookMs;
    },
  };
}
