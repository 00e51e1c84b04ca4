// Every way in which a due reminder is handed over.
import type { DeliveryConfig } from '../../config/config.ts';
import type { Delivery } from '../../ports/delivery.ts';
import { logDelivery } from './log.ts';
import { createSnsDelivery } from './sns.ts';
import { createWebhookDelivery } from './webhook.ts';

/** @param snsEndpoint where SNS is, if not where the environment says or where the topic's region has it */
export function createDelivery(config: DeliveryConfig, snsEndpoint?: string): Delivery {
  if (config.kind === 'sns') return createSnsDelivery(config, snsEndpoint);
  if (config.kind === 'webhook') return createWebhookDelivery(config);
  return logDelivery;
}
