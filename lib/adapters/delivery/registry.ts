// Every way in which a due reminder is handed over.
import type { DeliveryConfig } from '../../config/config.ts';
import type { Delivery } from '../../ports/delivery.ts';
import type { AwsEndpoints } from '../adapter-module.ts';
import { logDelivery } from './log.ts';
import { createSnsDelivery } from './sns.ts';
import { createWebhookDelivery } from './webhook.ts';

/** @param endpoints of AWS, if they are not where the environment says or where the region has them */
export function createDelivery(config: DeliveryConfig | undefined, endpoints: AwsEndpoints = {}): Delivery {
  if (config === undefined) return noDelivery;
  if (config.kind === 'sns') return createSnsDelivery(config, endpoints.sns);
  if (config.kind === 'webhook') return createWebhookDelivery(config, endpoints.ssm);
  return logDelivery;
}

/** For a deployment whose reminders are carried out by an adapter that does not call back: a schedule that still fires is not lost. */
const noDelivery: Delivery = {
  name: 'none',
  handOver: () => Promise.resolve({ kind: 'unavailable', cause: 'NoDeliveryConfigured' }),
};
