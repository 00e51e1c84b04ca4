// Plays every outside system of the adapters on one port, each as it works: a receiver of webhooks, a CalDAV server, Google Calendar
// with its token endpoint, and Parameter Store. Below the path /missing there is nothing.
import { field } from '../../lib/domain/json.ts';
import {
  answer,
  startReceiver,
  type ReceivedDelivery,
  type Receiver,
} from '../lib/adapters/delivery/receiver.ts';

const webhookSecret = `whsec_${'A'.repeat(32)}`;

export async function startOutsideServer(): Promise<Receiver> {
  const receiver = await startReceiver();
  receiver.behave((response, request) => respond(request)(response, request));
  return receiver;
}

function respond({ method, path = '', headers, body }: ReceivedDelivery) {
  if (headers['x-amz-target'] !== undefined) return ok({ Parameter: { Value: webhookSecret } });
  if (path.startsWith('/missing')) return answer(404);
  if (path === '/token') return ok({ access_token: 'token', expires_in: 3_599 });
  if (method === 'PUT') return answer(201);
  if (path.startsWith('/calendar/v3/')) return ok({ id: field(JSON.parse(body), 'id') });
  return ok({ id: 'item-1' });
}

const ok = (body: unknown) => answer(200, JSON.stringify(body));

/** The variables of each adapter. @param url of what `startOutsideServer` started, or of a place where nobody answers */
export const variablesOf = {
  webhook: (url: string) => ({
    TASK_ADAPTER: 'webhook',
    REMINDER_ADAPTER: 'webhook',
    MEETING_ADAPTER: 'webhook',
    WEBHOOK_URL: url,
    WEBHOOK_SECRET: webhookSecret,
  }),
  caldav: (url: string) => ({
    TASK_ADAPTER: 'caldav',
    REMINDER_ADAPTER: 'caldav',
    MEETING_ADAPTER: 'caldav',
    CALDAV_URL: url,
    CALDAV_USERNAME: 'heron',
    CALDAV_PASSWORD: 'password',
  }),
  /** @param tokenUrl of the token endpoint */
  google: (url: string, tokenUrl: string) => ({
    MEETING_ADAPTER: 'google',
    GOOGLE_API_URL: url,
    GOOGLE_CREDENTIALS: JSON.stringify({
      type: 'authorized_user',
      client_id: 'client',
      client_secret: 'secret',
      refresh_token: 'refresh',
      token_uri: tokenUrl,
    }),
  }),
};
