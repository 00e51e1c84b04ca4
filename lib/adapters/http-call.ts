// One call of an outside system over HTTP: follows no redirect, limits what it reads, repeats what may pass, and ends in time.
import type { Invocation } from '../domain/invocation.ts';
import {
  defaultMaxAttempts,
  repeatAttempts,
  repeatWithin,
  type AttemptResult,
  type TimeFrame,
} from './attempts.ts';
import { errorName } from './send.ts';
import { UnavailableError, type Unavailable } from './unavailable.ts';

export type HttpCall = {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
};

export type HttpAnswer = {
  readonly status: number;
  readonly headers: Headers;
  /** The first bytes of the body. */
  readonly text: string;
  /** The name of the error that cut the body off, if one did in each attempt: `text` is what came before. */
  readonly brokenBy?: string;
  /** As the answer asked, at most 300. */
  readonly retryAfterSeconds?: number;
};

export type HttpLimits = {
  readonly maxAttempts?: number;
  /** Of one attempt. Without it an attempt takes what is left of the invocation. */
  readonly attemptTimeoutMs?: number;
  /** The rest of the body is not read. */
  readonly maxAnswerBytes?: number;
  /** Whether another attempt may have another answer; by default as its status says. */
  readonly mayPass?: (answer: HttpAnswer) => boolean;
};

const maxRetryAfterSeconds = 300;
const defaultMaxAnswerBytes = 65_536;

/**
 * Calls until there is an answer that another attempt would not change, three times at most.
 *
 * @returns the last answer, whatever its status
 * @throws an error for which `isUnavailable` is true, if the last attempt had no answer in time
 */
export async function callHttp(
  request: HttpCall,
  invocation: Invocation,
  limits: HttpLimits = {},
): Promise<HttpAnswer> {
  const { maxAttempts = defaultMaxAttempts } = limits;
  return await repeatAttempts(
    invocation,
    maxAttempts,
    async (signal) => await attemptOnce(request, signal, invocation.nowMs, limits),
  );
}

/** The same for a call that does not belong to one invocation. A `retry-after` that is a date is further away than such a time. */
export async function callHttpWithin(
  request: HttpCall,
  frame: TimeFrame,
  limits: HttpLimits,
): Promise<HttpAnswer> {
  const { maxAttempts = defaultMaxAttempts } = limits;
  return await repeatWithin(
    frame,
    maxAttempts,
    async (signal) => await attemptOnce(request, signal, 0, limits),
  );
}

/** The result for an answer that is neither done nor refused for good. */
export function unavailable({ status, retryAfterSeconds }: HttpAnswer): Unavailable {
  const cause = `HTTP ${status}`;
  return { kind: 'unavailable', cause, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) };
}

/**
 * The name of an error, or its code if the name is just "Error": the only part that may be logged. What `fetch` throws says only
 * "fetch failed"; its cause says why, and where several addresses were tried, the cause of the first.
 */
export function httpErrorName(error: unknown): string {
  const cause = Error.isError(error) ? error.cause : undefined;
  const failed: unknown =
    Error.isError(cause) && 'errors' in cause ? (cause as AggregateError).errors[0] : cause;
  const name = Error.isError(failed) ? errorName(failed) : 'Error';
  return name === 'Error' ? errorName(error) : name;
}

/** Whether another attempt may have another answer: the receiver is busy, or failed. */
function statusMayPass({ status }: HttpAnswer): boolean {
  return status === 408 || status === 425 || status === 429 || status >= 500;
}

async function attemptOnce(
  request: HttpCall,
  untilTimeIsUp: AbortSignal,
  nowMs: number,
  { attemptTimeoutMs, maxAnswerBytes, mayPass = statusMayPass }: HttpLimits,
): Promise<AttemptResult<HttpAnswer>> {
  const signals = attemptTimeoutMs === undefined ? [] : [AbortSignal.timeout(attemptTimeoutMs)];
  const signal = AbortSignal.any([untilTimeIsUp, ...signals]);
  const answer = await fetchOnce(request, signal, maxAnswerBytes, nowMs);
  const { retryAfterSeconds } = answer;
  return { value: answer, mayPass: answer.brokenBy !== undefined || mayPass(answer), retryAfterSeconds };
}

async function fetchOnce(
  { method, url, headers, body }: HttpCall,
  signal: AbortSignal,
  maxBytes = defaultMaxAnswerBytes,
  nowMs: number,
): Promise<HttpAnswer> {
  // A connection that is kept may be dead when the platform resumes the frozen function.
  const sent = { 'user-agent': 'workflow-executor', connection: 'close', ...headers };
  const content = body === undefined ? {} : { body };
  const options = { method, headers: sent, ...content, signal, redirect: 'manual' } as const;
  const response = await fetch(url, options).catch((error: unknown) => {
    throw new UnavailableError(httpErrorName(error));
  });
  const retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'), nowMs);
  return {
    status: response.status,
    headers: response.headers,
    ...(await readUpTo(maxBytes, response)),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

/** A body up to a limit, in bytes; the rest is cancelled. */
async function readUpTo(
  maxBytes: number,
  { body }: Response,
): Promise<Pick<HttpAnswer, 'text' | 'brokenBy'>> {
  const chunks: Uint8Array[] = [];
  // Without a byte order mark.
  const toText = () => new TextDecoder().decode(Buffer.concat(chunks).subarray(0, maxBytes));
  let bytes = 0;
  try {
    if (maxBytes === 0) await body?.cancel();
    else
      for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array> | Iterable<Uint8Array>) {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes >= maxBytes) break;
      }
    return { text: toText() };
  } catch (error) {
    return { text: toText(), brokenBy: httpErrorName(error) };
  }
}

/** RFC 9110, section 10.2.3: whole seconds, or a date. Anything else counts as not sent. */
function readRetryAfter(value: string | null, nowMs: number): number | undefined {
  if (value === null) return undefined;
  // Each form of a date begins with the day of the week (RFC 9110, section 5.6.7); Date.parse reads numbers as dates, too.
  const untilMs = /^[A-Z][a-z]/.test(value) ? Date.parse(value) - nowMs : Number.NaN;
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil(untilMs / 1000);
  return Number.isNaN(seconds) ? undefined : Math.min(maxRetryAfterSeconds, Math.max(1, seconds));
}
