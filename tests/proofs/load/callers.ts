// Owns: callers who send without a pause, judge each answer, and remember what was executed and what is still open.
import { faultsOfAnswer } from '../faults/ledger.ts';
import type { Json } from '../../support/requests.ts';
import { nextRequest, type Executed, type Heard, type Sent } from './traffic.ts';

export type Callers = {
  readonly executed: Executed[];
  /** Requests that were told to come back. */
  readonly open: Json[];
  readonly wrong: string[];
  readonly counts: { answers: number; passing: number; passingInQuiet: number };
  /** Sends for so long, side by side. @returns milliseconds that each execution took */
  readonly call: (forMs: number, quiet: boolean) => Promise<number[]>;
  readonly send: (sent: Sent, quiet: boolean) => Promise<Heard | undefined>;
};

const sideBySide = 16;
const limitMs = 10_000;
const passing = [409, 503, 504];

export function openCallers(url: string, random: () => number): Callers {
  const executed: Executed[] = [];
  const open: Json[] = [];
  const wrong: string[] = [];
  const counts = { answers: 0, passing: 0, passingInQuiet: 0 };

  const send: Callers['send'] = async (sent, quiet) => {
    const startedMs = performance.now();
    const response = await fetch(`${url}/api/workflow/execute`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(sent.json),
    });
    const body = await response.text();
    const headers = Object.fromEntries(response.headers);
    const heard = { status: response.status, replayed: headers['idempotent-replayed'] === 'true', body };
    counts.answers += 1;
    // Measured by the caller the time holds the waiting of this process too, so only the platform's limit binds it.
    const tookMs = performance.now() - startedMs;
    if (tookMs > limitMs) wrong.push(`an answer took ${Math.round(tookMs)} ms`);
    const faults = faultsOfAnswer({ ...heard, headers, tookMs: 0 }, String(sent.json['trace_id']));
    for (const fault of faults) wrong.push(`${fault}: ${heard.status} ${body}`);
    if (passing.includes(heard.status) && !sent.alone) {
      counts.passing += 1;
      if (quiet) counts.passingInQuiet += 1;
      if (sent.executes) open.push(sent.json);
      return undefined;
    }
    if (!sent.right(heard)) wrong.push(`${JSON.stringify(sent.json)} gets ${heard.status} ${body}`);
    if (sent.executes) executed.push({ json: sent.json, body });
    return heard;
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
          const heard = await send(sent, quiet);
          if (heard !== undefined && sent.executes) tookMs.push(performance.now() - startedMs);
        }
      };
      await Promise.all(Array.from({ length: sideBySide }, work));
      return tookMs;
    },
  };
}
