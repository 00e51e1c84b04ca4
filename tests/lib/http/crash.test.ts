// Owns the promise of the last net: whichever function of the service throws, the caller gets a bland 500 in shape, the log
// one EXECUTION_CRASH, and neither shows what is inside or what was sent. Leaves what is thrown to crash-kinds.test.ts.
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeScenes, traceIdIn, valueIn } from './crash-scenes.ts';
import { canary, expectBland, expectOneCrash, modules, openStage } from './crash-stage.ts';

/** Modules that hold nothing which could throw. */
const inert = {
  'lib/actions/plan.ts': 'types',
  'lib/actions/registry.ts': 'a table of the actions, which are broken one by one',
  'lib/adapters/delivery/log.ts': 'a constant',
  'lib/adapters/ports.ts': 'types',
  'lib/generated/payloads.ts': 'types',
  'lib/generated/tables.ts': 'tables',
};

/** Functions without which there is no net, or no service to put it under. */
const beyondTheNet = {
  'lib/http/last-resort.ts lastResort':
    'the net itself: nothing is below it, and it does nothing that can throw',
  'lib/http/handler.ts createHandler':
    'hangs up the net; where it fails, the platform does not start the function',
  'lib/http/handler.ts attempt': 'the same; it keeps what is thrown for whoever asks',
  'lib/delivery/handler.ts createDueHandler': 'hangs up the net of deliveries, in the same way',
  'lib/delivery/handler.ts isDueEvent':
    'tells which net an event falls into; reads two fields, and nothing in it can throw',
  'lib/config/config.ts readOrigin':
    'called before the net hangs; reads three variables, and nothing in it can throw',
};

/** Called by their own module alone, past its wrapper; what calls them is broken. */
const inner = ['lib/actions/lookup.ts normalizeTopic', 'lib/config/config.ts ConfigError'];

/** Called when a reminder is due: what breaks then is held by tests/lib/delivery/handler.test.ts, for no one is answered. */
const whenDue = [
  'lib/adapters/delivery/post.ts nameOfPostError',
  'lib/adapters/delivery/post.ts post',
  'lib/adapters/delivery/post.ts readUpTo',
  'lib/adapters/delivery/sns.ts createSnsDelivery',
  'lib/adapters/delivery/sns.ts endpointOf',
  'lib/adapters/delivery/webhook.ts createWebhookDelivery',
  'lib/adapters/environment-credentials.ts defaultProvider',
];

/** Whatever a call to the store throws means that its outcome is not known: the store's failure, and worth a retry. */
const storeCall = ['lib/adapters/send.ts sendWithin'];

/** What reads the trace id: where it fails, there is none. Everywhere else the answer and the log carry it. */
const withoutTraceId = [
  'lib/generated/validators.js traceId',
  'lib/http/exchange.ts requestOf',
  'lib/validation/check-request.ts readTraceId',
  'lib/validation/objects.ts field',
];

const { board, play, close } = await openStage();
afterAll(close);

/** The functions that each scene calls. */
const reached = new Map<string, ReadonlySet<string>>();
for (const scene of makeScenes()) {
  await play(scene, [], () => new Error(canary));
  reached.set(scene.name, new Set(board.called));
}
const breakable = board
  .functions()
  .filter(
    (name) => !Object.hasOwn(beyondTheNet, name) && ![...inner, ...whenDue, ...storeCall].includes(name),
  );

test('every module of the service is broken here, or has nothing in it that could break', () => {
  const broken = new Set(board.functions().map((name) => name.split(' ')[0] ?? ''));
  expect(modules.filter((module) => !broken.has(module))).toEqual(Object.keys(inert));
});

test('every function of the service is called in some scene', () => {
  const called = new Set([...reached.values()].flatMap((names) => [...names]));
  expect(breakable.filter((name) => !called.has(name))).toEqual([]);
});

describe('where this function throws, the answer is a bland 500, and the log tells of one crash:', () => {
  test.each(breakable)('%s', async (name) => {
    const scene = makeScenes().find((each) => reached.get(each.name)?.has(name) === true);
    if (scene === undefined) throw new Error(`no scene calls ${name}`);
    const { answer, lines } = await play(scene, [name], () => new Error(`${canary}: ${valueIn(scene)}`));
    const traceId = withoutTraceId.includes(name) ? null : traceIdIn(scene);
    expectBland(answer, traceId);
    expectOneCrash(lines, traceId);
  });
});
