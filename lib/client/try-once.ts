// Sends a decision once, and tells what the answer is worth: an outcome, or nothing, and then whether another try may bring one.
import { authorize, mayChange } from './access.ts';
import { UnexpectedAnswerError } from './errors.ts';
import type { ActionType } from './generated/contract.ts';
import type { ClientSettings } from './options.ts';
import type { ContractAnswer } from './outcome.ts';
import { readRetryAfterMs } from './pause.ts';
import { parseJson, readAnswer } from './read-answer.ts';
import { readBody } from './read-body.ts';
import type { ClientRuntime } from './runtime.ts';

/** What one try came to. */
export type TryResult<Type extends ActionType> = {
  /** `undefined` if the service has not answered; `cause` then says why. */
  readonly answer?: ContractAnswer<Type> | undefined;
  readonly cause?: unknown;
  /** Whether it is safe and useful to send the same again. */
  readonly mayRetry: boolean;
  /** How long the answer asks to wait. */
  readonly retryAfterMs: number;
};

export type SerializedDecision = { readonly traceId: string; readonly body: string };

const headers = { 'content-type': 'application/json', accept: 'application/json' };

/** @throws whatever keeps the answer from coming: the network, a provider, a body that is cut short or too large */
export async function tryOnce<Type extends ActionType>(
  { traceId, body }: SerializedDecision,
  { url, access }: ClientSettings,
  runtime: ClientRuntime,
  signal: AbortSignal,
): Promise<TryResult<Type>> {
  const authorized = await authorize({ url, headers, body }, access, runtime.epochMs);
  // A redirect is an answer, of something else than the service: following it would send the decision and the token elsewhere.
  const init = { method: 'POST', headers: authorized, body, redirect: 'manual', signal } as const;
  const response = await runtime.fetch(url, init);
  const json = parseJson(await readBody(response));
  const retryAfterMs = readRetryAfterMs(response.headers.get('retry-after'), runtime.epochMs());
  const replayed = response.headers.get('idempotent-replayed') === 'true';
  const answer = json && readAnswer<Type>(json.value, traceId, replayed);
  if (answer !== undefined) {
    const mayRetry = answer.status === 'failed' && answer.error.retryable;
    return { answer, mayRetry, retryAfterMs };
  }
  const { status } = response;
  const cause = new UnexpectedAnswerError(status, readMediaType(response.headers.get('content-type')));
  const mayRetry = json === undefined || mayPass(status, mayChange(access));
  return { cause, mayRetry, retryAfterMs };
}

/** Whether another try may get past what answered in place of the service, with JSON. */
function mayPass(status: number, accessMayChange: boolean): boolean {
  if (status === 401 || status === 403) return accessMayChange;
  return status < 400 || status >= 500 || [408, 425, 429].includes(status);
}

function readMediaType(contentType: string | null): string | undefined {
  return /^[\w.+-]{1,64}\/[\w.+-]{1,64}/.exec(contentType ?? '')?.[0];
}
