// Delivery by webhook: one signed POST, as the Standard Webhooks specification 1.0.0 has it (https://www.standardwebhooks.com).
import { createHmac } from 'node:crypto';
import type { DeliveryConfig } from '../../config/config.ts';
import type { Delivery } from '../../ports/delivery.ts';
import type { DueReminder } from '../../domain/effect.ts';
import { sendWithin } from '../send.ts';
import { markReserveMs, postErrorName, post } from './post.ts';

export function createWebhookDelivery({
  url,
  secrets,
}: Extract<DeliveryConfig, { kind: 'webhook' }>): Delivery {
  const keys = secrets.map((secret) => Buffer.from(secret.slice('whsec_'.length), 'base64'));
  return {
    name: 'webhook',
    async handOver(reminder, invocation) {
      // Not the effect key alone, which names the effect itself. No full stop: it separates the parts of the signed text.
      const id = `${reminder.effectKey}-due`;
      const timestamp = String(Math.floor(invocation.nowMs / 1000));
      const body = toWebhookBody(reminder);
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': timestamp,
        'webhook-signature': keys.map((key) => sign(key, `${id}.${timestamp}.${body}`)).join(' '),
      };
      try {
        const answer = await sendWithin(invocation, markReserveMs, ({ abortSignal }) =>
          post({ url, headers, body }, abortSignal),
        );
        // Only the status counts; a body that cannot be cancelled has already ended.
        answer.body?.cancel().catch(() => undefined);
        return answer.ok ? { kind: 'done' } : { kind: 'unavailable', cause: `HTTP ${answer.status}` };
      } catch (error) {
        return { kind: 'unavailable', cause: postErrorName(error) };
      }
    },
  };
}

/** The same bytes on every try. */
function toWebhookBody({ traceId, dueAt, resultJson }: DueReminder): string {
  const { success: _, ...result } = JSON.parse(resultJson) as Record<string, unknown>;
  const data = { trace_id: traceId, action_type: 'reminder', ...result };
  return JSON.stringify({ type: 'reminder.due', timestamp: dueAt, data });
}

function sign(key: Buffer, text: string): string {
  return `v1,${createHmac('sha256', key).update(text).digest('base64')}`;
}
