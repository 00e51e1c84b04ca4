// Delivery by webhook: one signed POST for each try, which Lambda repeats (schemas/README.md, Reminders).
import type { DeliveryConfig } from '../../config/config.ts';
import type { Delivery } from '../../ports/delivery.ts';
import { createSecret } from '../secret.ts';
import { postWebhook, toWebhookBody } from '../standard-webhook.ts';
import { toUnavailable } from '../unavailable.ts';

/** Only the status of the answer counts. */
const limits = { maxAttempts: 1, maxAnswerBytes: 0 };

/** @param ssmEndpoint of Systems Manager, if not where the environment says or where the region has it */
export function createWebhookDelivery(
  { url, secret }: Extract<DeliveryConfig, { kind: 'webhook' }>,
  ssmEndpoint?: string,
): Delivery {
  const receiver = { url, secret: createSecret(secret, ssmEndpoint) };
  return {
    name: 'webhook',
    async handOver({ traceId, effectKey, dueAt, resultJson }, invocation) {
      const result = JSON.parse(resultJson) as object;
      // Not the effect key alone: a reminder that is created by webhook has that one.
      const id = `${effectKey}-due`;
      const body = toWebhookBody('reminder.due', dueAt, { traceId, actionType: 'reminder', result });
      try {
        const { status } = await postWebhook({ id, body }, receiver, invocation, limits);
        const isDone = status >= 200 && status < 300;
        return isDone ? { kind: 'done' } : { kind: 'unavailable', cause: `HTTP ${status}` };
      } catch (error) {
        return toUnavailable(error);
      }
    },
  };
}
