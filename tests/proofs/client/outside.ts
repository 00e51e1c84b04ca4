// Plays the outside systems of the proof: EventBridge Scheduler and a receiver of webhooks, which lose some of their answers. Counts what
// they have made by trace id.
import { field } from '../../../lib/domain/json.ts';
import { startReceiver } from '../../lib/adapters/delivery/receiver.ts';
import { createFakeSchedules } from '../../support/fake-scheduler.ts';
import { outsideBehaviours, type Respond } from '../../support/outside-behaviours.ts';
import { createWebhookThings } from '../../support/webhook-receiver.ts';
import { refusedWord } from './cases.ts';

export type MadeEffect = {
  readonly traceId: string;
  readonly effectKey: string;
  /** The title of a meeting; a schedule carries no word of the caller. */
  readonly text: string | undefined;
};

export type ClientOutside = {
  readonly url: string;
  readonly variables: Readonly<Record<string, string>>;
  readonly made: () => MadeEffect[];
  readonly close: () => Promise<void>;
};

const secret = `whsec_${'A'.repeat(32)}`;
const shareOfLostAnswers = 0.03;

export async function startClientOutside(random: () => number): Promise<ClientOutside> {
  const receiver = await startReceiver();
  const schedules = createFakeSchedules();
  const webhooks = createWebhookThings(secret);
  const meetings = new Map<string, MadeEffect>();
  const respond: Respond = (request) => {
    if (request.path?.startsWith('/schedules/') === true) return schedules.respond(request);
    const data = field(JSON.parse(request.body), 'data');
    const text = String(field(data, 'title'));
    if (text.startsWith(refusedWord)) return { status: 422 };
    const answer = webhooks.respond(request);
    const effectKey = String(request.headers['webhook-id']);
    if (answer.status === 201)
      meetings.set(effectKey, { traceId: String(field(data, 'trace_id')), effectKey, text });
    return answer;
  };
  const { done, lost, halfAnswered } = outsideBehaviours(respond);
  receiver.behave((response, request) => {
    const behaviour = random() >= shareOfLostAnswers ? done : random() < 0.5 ? lost : halfAnswered;
    behaviour(response, request);
  });
  return {
    url: receiver.url,
    variables: { MEETING_ADAPTER: 'webhook', WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: secret },
    made: () => [
      ...schedules.created.map(({ traceId, effectKey }) => ({ traceId, effectKey, text: undefined })),
      ...meetings.values(),
    ],
    close: receiver.close,
  };
}
