// Owns the promise of the last net: whichever function of the service throws, the caller gets a bland 500 in shape, the log
// one EXECUTION_CRASH, and neither shows what is inside or what was sent. Leaves what is thrown to thrown-values.test.ts.
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeDueScenes, makeScenes, traceIdIn, valueIn } from './crash-scenarios.ts';
import { canary, expectBland, expectOneCrash, expectUndelivered, modules, openStage } from './crash-setup.ts';

/** Modules that hold nothing which could throw. */
const inert = {
  'lib/actions/plan.ts': 'types',
  'lib/actions/registry.ts': 'a table of the actions, which are broken one by one',
  'lib/adapters/delivery/log.ts': 'a constant',
  'lib/domain/effect.ts': 'types',
  'lib/domain/execution.ts': 'types',
  'lib/domain/request.ts': 'types',
  'lib/ports/delivery.ts': 'types',
  'lib/ports/executions.ts': 'types',
  'lib/ports/ports.ts': 'types',
  'lib/ports/reminders.ts': 'types',
  'lib/ports/topics.ts': 'types',
  'lib/generated/payloads.ts': 'types',
  'lib/generated/tables.ts': 'tables',
};

/** Functions without which there is no net, or no service to put it under. */
const beyondTheNet = {
  'lib/http/crash-response.ts crashResponse':
    'the net itself: nothing is below it, and it does nothing that can throw',
  'lib/log/raw-line.ts writeRawLine': 'the net itself, of requests and of deliveries',
  'lib/log/raw-line.ts tryDescribeError': 'the same; what it calls may throw, and is broken',
  'lib/log/raw-line.ts tryOr': 'the same',
  'lib/http/handler.ts createHandler':
    'hangs up the net; where it fails, the platform does not start the function',
  'lib/http/handler.ts deferError': 'the same; it keeps what is thrown for whoever asks',
  'lib/delivery/due-handler.ts createDueHandler': 'hangs up the net of deliveries, in the same way',
  'lib/delivery/due-handler.ts isDueEvent':
    'tells which net an event falls into; reads two fields, and nothing in it can throw',
  'lib/config/config.ts readServiceInfo':
    'called before the net hangs; reads three variables, and nothing in it can throw',
};

/** Called by their own module alone, past its wrapper; what calls them is broken. */
const inner = ['lib/actions/lookup.ts normalizeTopic', 'lib/config/config.ts ConfigError'];

/** Whatever a call to the store throws means that its outcome is not known: the store's failure, and worth a retry. */
const storeCall = ['lib/adapters/send.ts sendWithin'];

/** The same of a hand-over: whatever it throws is the failure of the delivery, told by its name (tests/lib/adapters/delivery). */
const handOver = ['lib/adapters/delivery/post.ts post', 'lib/adapters/delivery/post.ts readUpTo'];

/** Called only where no one says where SNS is, which the tests always do (tests/lib/adapters/delivery/sns.test.ts holds it). */
const elsewhere = ['lib/adapters/delivery/sns.ts endpointOf'];

/** What reads the trace id: where it fails, there is none. Everywhere else the answer and the log carry it. */
const withoutTraceId = [
  'lib/generated/validators.js traceId',
  'lib/http/request-context.ts bodyOf',
  'lib/validation/read-request.ts readRequest',
  'lib/domain/json.ts field',
];

const { injector, play, playDue, close } = await openStage();
afterAll(close);

/** The functions that each scene calls. */
const reached = new Map<string, ReadonlySet<string>>();
for (const scene of makeScenes()) {
  await play(scene, [], () => new Error(canary));
  reached.set(scene.name, new Set(injector.called));
}
/** The functions that each scene calls in which the scheduler calls. */
const reachedWhenDue = new Map<string, ReadonlySet<string>>();
for (const scene of makeDueScenes()) {
  await playDue(scene, [], () => new Error(canary));
  reachedWhenDue.set(scene.name, new Set(injector.called));
}
const breakable = injector
  .functions()
  .filter(
    (name) =>
      !Object.hasOwn(beyondTheNet, name) &&
      ![...inner, ...storeCall, ...handOver, ...elsewhere].includes(name),
  );
const calledIn = (scenes: ReadonlyMap<string, ReadonlySet<string>>): string[] => {
  const called = new Set([...scenes.values()].flatMap((names) => [...names]));
  return breakable.filter((name) => called.has(name));
};

test('every module of the service is broken here, or has nothing in it that could break', () => {
  const broken = new Set(injector.functions().map((name) => name.split(' ')[0] ?? ''));
  expect(modules.filter((module) => !broken.has(module))).toEqual(Object.keys(inert).toSorted());
});

test('every function of the service is called in some scene', () => {
  const called = new Set([...calledIn(reached), ...calledIn(reachedWhenDue)]);
  expect(breakable.filter((name) => !called.has(name))).toEqual([]);
});

describe('where this function throws, the answer is a bland 500, and the log tells of one crash:', () => {
  test.each(calledIn(reached))('%s', async (name) => {
    const scene = makeScenes().find((each) => reached.get(each.name)?.has(name) === true);
    if (scene === undefined) throw new Error(`no scene calls ${name}`);
    const { answer, lines } = await play(scene, [name], () => new Error(`${canary}: ${valueIn(scene)}`));
    const traceId = withoutTraceId.includes(name) ? null : traceIdIn(scene);
    expectBland(answer, traceId);
    expectOneCrash(lines, traceId);
  });
});

describe('where this function throws when a reminder is due, the call fails, and the log tells of one crash:', () => {
  test.each(calledIn(reachedWhenDue))('%s', async (name) => {
    const scene = makeDueScenes().find((each) => reachedWhenDue.get(each.name)?.has(name) === true);
    if (scene === undefined) throw new Error(`no scene calls ${name}`);
    // That the words of a record are hidden, once it is read, is held by tests/lib/delivery/due-handler.test.ts.
    const fired = await playDue(scene, [name], () => new Error(canary));
    expectUndelivered(fired, traceIdIn(scene), 'Error');
  });
});
