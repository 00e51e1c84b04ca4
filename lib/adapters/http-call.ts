// One call of an outside system over HTTP: follows no redirect, limits what it reads, repeats what may pass, and ends in time.
import { setTimeout } from 'node:timers/promises';
import type { EffectResult } from '../domain/effect.ts';
import type { Invocation } from '../domain/invocation.ts';
import { sendWithin } from './send.ts';

export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

/** `text`: the first bytes of the body. `retryAfterSeconds`: as the answer asked, at most 300. */
export type HttpAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly retryAfterSeconds?: number;
};

/** Time that the invocation keeps after the call to record its outcome, and to answer. */
const recordReserveMs = 2_500;
const maxAttempts = 3;
const firstPauseMs = 100;
const maxRetryAfterSeconds = 300;
const maxAnswerBytes = 65_536;

/**
 * Calls until there is an answer that another attempt would not change, three times at most.
 *
 * @returns the last answer, whatever its status
 * @throws whatever `fetch` throws, if the last attempt had no answer in time: `httpErrorName` names it
 */
export async function callHttp(request: HttpRequest, invocation: Invocation): Promise<HttpAnswer> {
  return await sendWithin(invocation, recordReserveMs, async ({ abortSignal }) => {
    for (let attempt = 1; ; attempt += 1) {
      const pauseMs = firstPauseMs * 2 ** attempt;
      const leftMs = invocation.remainingMs() - recordReserveMs;
      const isLast = (waitMs: number) => attempt === maxAttempts || waitMs * 2 > leftMs;
      try {
        const answer = await fetchOnce(request, abortSignal, invocation.nowMs);
        const waitMs = answer.retryAfterSeconds === undefined ? pauseMs : answer.retryAfterSeconds * 1000;
        if (!mayPass(answer.status) || isLast(waitMs)) return answer;
        await setTimeout(waitMs, undefined, { signal: abortSignal });
      } catch (error) {
        if (abortSignal.aborted || isLast(pauseMs)) throw error;
        await setTimeout(pauseMs, undefined, { signal: abortSignal });
      }
    }
  });
}

/** The result for an answer that is neither done nor refused for good. */
export function unavailable({ status, retryAfterSeconds }: HttpAnswer): EffectResult {
  const cause = `HTTP ${status}`;
  return { kind: 'unavailable', cause, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

/**
 * The name of the error that `fetch` threw, or its code if the name is just "Error": the only part that may be logged. The error
 * itself says only "fetch failed"; its cause says why, and where several addresses were tried, the cause of the first.
 */
export function httpErrorName(error: unknown): string {
  const { name, cause } = error as Error;
  const failed = ((cause as AggregateError | undefined)?.errors?.[0] ?? cause) as
    NodeJS.ErrnoException | undefined;
  return failed === undefined || failed.name === 'Error' ? (failed?.code ?? name) : failed.name;
}

async function fetchOnce(
  { method, url, headers, body }: HttpRequest,
  signal: AbortSignal,
  nowMs: number,
): Promise<HttpAnswer> {
  // A connection that is kept may be dead when the platform resumes the frozen function.
  const sent = { 'user-agent': 'workflow-executor', connection: 'close', ...headers };
  const content = body === undefined ? {} : { body };
  const response = await fetch(url, { method, headers: sent, ...content, signal, redirect: 'manual' });
  const text = await readUpTo(maxAnswerBytes, response);
  const retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'), nowMs);
  return {
    status: response.status,
    headers: response.headers,
    text,
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** A body up to a limit, in bytes; the rest is cancelled. */
async function readUpTo(maxBytes: number, { body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= maxBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxBytes);
}

function mayPass(status: number): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

/** RFC 9110, section 10.2.3: whole seconds, or a date. Anything else counts as not sent. */
function readRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - nowMs) / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(maxRetryAfterSeconds, Math.max(1, seconds));
}
