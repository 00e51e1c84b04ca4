// A receiver of webhooks as one should be: it verifies every signature, and makes one thing for each `webhook-id`.
import { Webhook } from 'standardwebhooks';
import type { External } from '../../lib/domain/effect.ts';
import type { ReceivedDelivery } from '../lib/adapters/delivery/receiver.ts';
import type { Respond } from './outside-behaviours.ts';

/** Whether one of the signatures is that of the secret. The library's own check also compares the time with its own clock. */
export function isSignedBy(secret: string, { headers, body }: ReceivedDelivery): boolean {
  const at = new Date(Number(headers['webhook-timestamp']) * 1000);
  const signatures = String(headers['webhook-signature']).split(' ');
  return signatures.includes(new Webhook(secret).sign(String(headers['webhook-id']), at, body));
}

export type WebhookThings = {
  /** What it has made, by `webhook-id`. */
  readonly things: ReadonlyMap<string, External>;
  readonly respond: Respond;
};

export function createWebhookThings(secret: string): WebhookThings {
  const things = new Map<string, External>();
  return {
    things,
    respond: (request) => {
      if (!isSignedBy(secret, request)) return { status: 401 };
      const key = String(request.headers['webhook-id']);
      const id = `item-${things.size + 1}`;
      const thing = things.get(key) ?? { id, url: `https://example.com/items/${id}` };
      things.set(key, thing);
      return { status: 201, headers: { 'content-type': 'application/json' }, body: JSON.stringify(thing) };
    },
  };
}
