// The outside systems of the adapters, one fake for each, scripted for each execution, with the service's adapters to them.
import { createAdapters } from '../../../lib/adapters/choose.ts';
import { toEventId } from '../../../lib/adapters/google/event.ts';
import type { EffectAction, External } from '../../../lib/domain/effect.ts';
import type { Adapter, Adapters, OutsideAdapter } from '../../../lib/ports/adapter.ts';
import { linkOf, startFakeGoogle } from '../../lib/adapters/google/fake-google.ts';
import { startReceiver, type ReceivedDelivery } from '../../lib/adapters/delivery/receiver.ts';
import { createFakeCalendar } from '../../support/fake-caldav.ts';
import { createFakeSchedules } from '../../support/fake-scheduler.ts';
import { outsideBehaviours, type Respond } from '../../support/outside-behaviours.ts';
import { testVariables } from '../../support/service.ts';
import { createWebhookThings } from '../../support/webhook-receiver.ts';
import {
  caldavAnswers,
  googleAnswers,
  schedulerAnswers,
  webhookAnswers,
  type OutsideAnswerTable,
} from './outside-answers.ts';
import type { OutsideScripts } from './outside-scripts.ts';

export type ScriptedOutside = {
  /** The name of its adapter. */
  readonly name: string;
  /** The actions that its adapter carries out. */
  readonly actions: readonly EffectAction[];
  readonly adapters: Adapters;
  readonly answers: OutsideAnswerTable;
  /** How many things it has made under an effect key. */
  readonly countMade: (effectKey: string) => number;
  /** What it calls the thing that it made under an effect key. */
  readonly externalOf: (effectKey: string) => External | undefined;
  readonly close: () => Promise<void>;
};

type System = Pick<ScriptedOutside, 'answers' | 'countMade' | 'externalOf'> & {
  readonly variables: Readonly<Record<string, string>>;
  readonly actions: readonly EffectAction[];
  /** What its requests call an effect, if not by its key. */
  readonly nameOf?: (effectKey: string) => string;
  /** Whether its client repeats fewer and fewer calls as they fail: each call then gets an adapter of its own, as in a new process. */
  readonly hasRetryQuota?: true;
};

const all: readonly EffectAction[] = ['task', 'reminder', 'meeting'];
const lastSegment = ({ path = '' }: ReceivedDelivery) => path.split('?')[0]?.split('/').at(-1) ?? '';
const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

export async function openOutsides(scripts: OutsideScripts): Promise<readonly ScriptedOutside[]> {
  async function open(
    name: string,
    respond: Respond,
    nameIn: (request: ReceivedDelivery) => string,
    describe: (url: string) => System,
    receiver?: Awaited<ReturnType<typeof startReceiver>>,
  ): Promise<ScriptedOutside> {
    const server = receiver ?? (await startReceiver());
    server.behave(scripts.behaviour(nameIn, outsideBehaviours(respond).done));
    const { variables, nameOf = (effectKey) => effectKey, hasRetryQuota, ...system } = describe(server.url);
    // It is called with effects of its own action.
    const create = (action: string): OutsideAdapter<EffectAction> => {
      const created = createAdapters({ [action]: name }, variables, { scheduler: server.url });
      const [adapter] = Object.values(created) as Adapter[];
      if (adapter?.kind !== 'outside') throw new TypeError(`${name} carries out no ${action} outside`);
      return adapter;
    };
    const watched = system.actions.map((action) => {
      const adapter = create(action);
      const perform: typeof adapter.perform = hasRetryQuota
        ? async (effect, invocation) => await create(action).perform(effect, invocation)
        : adapter.perform;
      return [action, scripts.watch({ ...adapter, perform }, nameOf)];
    });
    return { name, ...system, adapters: Object.fromEntries(watched) as Adapters, close: server.close };
  }

  const { things, respond } = createWebhookThings(secret);
  const webhook = await open(
    'webhook',
    respond,
    ({ headers }) => String(headers['webhook-id']),
    (url) => ({
      actions: all,
      variables: { WEBHOOK_URL: url, WEBHOOK_SECRET: secret },
      answers: webhookAnswers(respond),
      countMade: (effectKey) => Number(things.has(effectKey)),
      externalOf: (effectKey) => things.get(effectKey),
    }),
  );

  const calendar = createFakeCalendar();
  const caldav = await open(
    'caldav',
    calendar.respond,
    (request) => lastSegment(request).replace(/\.ics$/, ''),
    (url) => ({
      actions: all,
      variables: { CALDAV_URL: url },
      answers: caldavAnswers(calendar.respond),
      countMade: (effectKey) => calendar.writes.get(`/${effectKey}.ics`) ?? 0,
      externalOf: (effectKey) => ({ id: effectKey, url: `${url}/${effectKey}.ics` }),
    }),
  );

  const fakeGoogle = await startFakeGoogle();
  const google = await open(
    'google',
    fakeGoogle.respondWithEvent,
    (request) =>
      request.method === 'POST' ? (JSON.parse(request.body) as { id: string }).id : lastSegment(request),
    (url) => ({
      actions: ['meeting'],
      nameOf: toEventId,
      variables: { GOOGLE_API_URL: url, GOOGLE_CREDENTIALS: fakeGoogle.credentials('authorized_user') },
      answers: googleAnswers(fakeGoogle.respondWithEvent),
      countMade: (effectKey) => Number(fakeGoogle.events.has(toEventId(effectKey))),
      externalOf: (effectKey) => ({ id: toEventId(effectKey), url: linkOf(toEventId(effectKey)) }),
    }),
    fakeGoogle.calendar,
  );

  const schedules = createFakeSchedules();
  const eventbridge = await open('eventbridge', schedules.respond, lastSegment, () => ({
    actions: ['reminder'],
    hasRetryQuota: true,
    variables: testVariables({ executionsTable: 'executions', topicsTable: 'topics' }),
    answers: schedulerAnswers(schedules.respond),
    countMade: (effectKey) => schedules.created.filter((one) => one.effectKey === effectKey).length,
    externalOf: () => undefined,
  }));
  return [webhook, caldav, google, eventbridge];
}
