// Posts a message to the receiver of webhooks, signed by the Standard Webhooks specification 1.0.0 (https://www.standardwebhooks.com).
import { createHmac } from 'node:crypto';
import type { EffectAction } from '../domain/effect.ts';
import type { Invocation } from '../domain/invocation.ts';
import { callHttp, type HttpAnswer, type HttpCall, type HttpLimits } from './http-call.ts';
import { callWithSecret, type Secret } from './secret.ts';
import { UnavailableError } from './unavailable.ts';

export type WebhookMessage = {
  /** The same on every try: the receiver knows duplicates by it. No full stop: it separates the parts of the signed text. */
  readonly id: string;
  /** The same bytes on every try. */
  readonly body: string;
};

export type WebhookReceiver = { readonly url: string; readonly secret: Secret };

const keyPattern =
  'whsec_(?:(?:[A-Za-z0-9+/]{4}){5,20}(?:[A-Za-z0-9+/]{4}|[A-Za-z0-9+/]{3}=)|(?:[A-Za-z0-9+/]{4}){5,21}[A-Za-z0-9+/]{2}==)';
/** `whsec_` and the base64 of 16 to 64 bytes; several, separated by a space, while one replaces another. */
export const webhookSecretPattern = `${keyPattern}(?: ${keyPattern})*`;
const webhookSecret = new RegExp(`^${webhookSecretPattern}$`);

/** What a webhook says of an execution: its result without `success`. */
export type WebhookSubject = {
  readonly traceId: string;
  readonly actionType: EffectAction;
  readonly result: object;
};

/** @param timestamp of what the message is about: ISO 8601, UTC */
export function toWebhookBody(type: string, timestamp: string, subject: WebhookSubject): string {
  const { success: _, ...fields } = subject.result as { readonly success?: unknown };
  const data = { trace_id: subject.traceId, action_type: subject.actionType, ...fields };
  return JSON.stringify({ type, timestamp, data });
}

/**
 * Posts a message. If the receiver does not accept its signature, the secret is read anew, and the message posted once more if the
 * secret has changed.
 *
 * @throws an error for which `isUnavailable` is true, if the secret cannot be read or is none, or if there is no answer in time
 */
export async function postWebhook(
  message: WebhookMessage,
  { url, secret }: WebhookReceiver,
  invocation: Invocation,
  limits?: HttpLimits,
): Promise<HttpAnswer> {
  const post = async (value: string) =>
    await callHttp(signMessage(message, url, value, invocation.nowMs), invocation, limits);
  return await callWithSecret(secret, invocation, post, ({ status }) => status === 401 || status === 403);
}

/** @throws UnavailableError if the secret that was read is not one */
function signMessage({ id, body }: WebhookMessage, url: string, secret: string, nowMs: number): HttpCall {
  if (!webhookSecret.test(secret)) throw new UnavailableError('InvalidWebhookSecret');
  const timestamp = String(Math.floor(nowMs / 1000));
  const signatures = secret.split(' ').map((key) => sign(key, `${id}.${timestamp}.${body}`));
  const headers = {
    'content-type': 'application/json',
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
  return { method: 'POST', url, headers, body };
}

function sign(key: string, text: string): string {
  const bytes = Buffer.from(key.slice('whsec_'.length), 'base64');
  return `v1,${createHmac('sha256', bytes).update(text).digest('base64')}`;
}
