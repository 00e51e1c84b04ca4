// Whichever function of the service throws, the caller gets the generic 500 and the log one EXECUTION_CRASH, and neither shows what is
// inside or what was sent. What kinds of values may be thrown is tested in thrown-values.test.ts.
import { afterAll, describe, expect, test } from '@jest/globals';
import { makeAdapterScenarios } from './crash-adapter-scenarios.ts';
import { makeDueScenarios, makeScenarios, traceIdIn, valueIn } from './crash-scenarios.ts';
import {
  canary,
  expectInternalError,
  expectOneCrash,
  expectUndelivered,
  modules,
  setUpCrashes,
} from './crash-setup.ts';

/** Modules without a function that could throw. */
const withoutFunctions = {
  'lib/actions/plan.ts': 'types',
  'lib/actions/registry.ts': 'a table of the actions, which are broken one by one',
  'lib/adapters/adapter-module.ts': 'types',
  'lib/adapters/caldav/caldav.ts': 'a constant; what its adapters call is broken',
  'lib/adapters/caldav/objects.ts': 'a table of functions; what they call is broken',
  'lib/adapters/delivery/log.ts': 'a constant',
  'lib/adapters/eventbridge/eventbridge.ts': 'a constant; what its adapter calls is broken',
  'lib/adapters/google/google.ts': 'a constant; what its adapter calls is broken',
  'lib/adapters/mock.ts': 'a constant',
  'lib/adapters/record.ts': 'a constant',
  'lib/adapters/registry.ts': 'a table of the adapters',
  'lib/adapters/webhook.ts': 'a constant; what its adapters call is broken',
  'lib/domain/effect.ts': 'types',
  'lib/domain/execution.ts': 'types',
  'lib/domain/request.ts': 'types',
  'lib/ports/adapter.ts': 'types',
  'lib/ports/delivery.ts': 'types',
  'lib/ports/executions.ts': 'types',
  'lib/ports/ports.ts': 'types',
  'lib/ports/topics.ts': 'types',
  'lib/generated/payloads.ts': 'types',
  'lib/generated/tables.ts': 'tables',
};

/** Functions that catch the errors of all others, or that run outside of what they catch. */
const catching = {
  'lib/http/crash-response.ts crashResponse':
    'answers where everything else failed: nothing catches its errors, and nothing in it can throw',
  'lib/log/raw-line.ts writeRawLine': 'writes the lines of a crash, of requests and of deliveries',
  'lib/log/raw-line.ts tryDescribeError': 'the same; what it calls may throw, and is broken here',
  'lib/log/raw-line.ts tryOr': 'the same',
  'lib/http/handler.ts createHandler':
    'creates the function that catches; where it fails, the platform does not start the function',
  'lib/http/handler.ts deferError': 'the same; it keeps the error for its callers',
  'lib/delivery/due-handler.ts createDueHandler': 'the same for deliveries',
  'lib/delivery/due-handler.ts isDueEvent':
    'picks the function that catches; reads two fields, and nothing in it can throw',
  'lib/domain/lazy-pattern.ts lazyPattern':
    'called while the modules are loaded; where it fails, the platform does not start the function',
  'lib/config/config.ts readServiceInfo':
    'called before anything catches; reads three variables, and nothing in it can throw',
};

/** Called only inside of their own module, where the injector cannot replace them; their callers are broken here. */
const internal = [
  'lib/actions/lookup.ts normalizeTopic',
  'lib/adapters/attendees.ts parseAttendee',
  'lib/adapters/google/credentials.ts InvalidGoogleCredentials',
  'lib/adapters/google/event.ts toEventId',
  'lib/adapters/http-call.ts httpErrorName',
  'lib/adapters/secret.ts parameterName',
  'lib/config/config.ts ConfigError',
];

/** Whatever it throws means that the outcome of a call is unknown: a failure of the store that may be retried, and no crash. */
const storeCall = ['lib/adapters/send.ts sendWithin'];

/** Called only without an endpoint, which all tests here give (tested in tests/lib/adapters/signed-call.test.ts). */
const withoutEndpoint = ['lib/adapters/signed-call.ts endpointOf'];

/** Functions that read the trace id: where they fail, the response and the log have none. */
const withoutTraceId = [
  'lib/generated/validators.js traceId',
  'lib/http/request-context.ts bodyOf',
  'lib/validation/read-request.ts readRequest',
  'lib/domain/json.ts field',
];

const { injector, outside, run, runDue, close } = await setUpCrashes();
afterAll(close);
const makeAllScenarios = () => [...makeScenarios(), ...makeAdapterScenarios(outside.url)];

/** The functions that each scenario calls. */
const reached = new Map<string, ReadonlySet<string>>();
for (const scenario of makeAllScenarios()) {
  await run(scenario, [], () => new Error(canary));
  reached.set(scenario.name, new Set(injector.called));
}
/** The functions that each scenario of a due reminder calls. */
const reachedWhenDue = new Map<string, ReadonlySet<string>>();
for (const scenario of makeDueScenarios()) {
  await runDue(scenario, [], () => new Error(canary));
  reachedWhenDue.set(scenario.name, new Set(injector.called));
}
const breakable = injector
  .functions()
  .filter(
    (name) =>
      !Object.hasOwn(catching, name) && ![...internal, ...storeCall, ...withoutEndpoint].includes(name),
  );
const calledIn = (scenarios: ReadonlyMap<string, ReadonlySet<string>>): string[] => {
  const called = new Set([...scenarios.values()].flatMap((names) => [...names]));
  return breakable.filter((name) => called.has(name));
};

test('every module of lib has a function that is broken here, or is listed as one without functions', () => {
  const broken = new Set(injector.functions().map((name) => name.split(' ')[0] ?? ''));
  expect(modules.filter((module) => !broken.has(module))).toEqual(Object.keys(withoutFunctions).toSorted());
});

test('every function of lib is called in some scenario', () => {
  const called = new Set([...calledIn(reached), ...calledIn(reachedWhenDue)]);
  expect(breakable.filter((name) => !called.has(name))).toEqual([]);
});

describe('where this function throws, the response is the generic 500, and the log has one crash:', () => {
  test.each(calledIn(reached))('%s', async (name) => {
    const scenario = makeAllScenarios().find((each) => reached.get(each.name)?.has(name) === true);
    if (scenario === undefined) throw new Error(`no scenario calls ${name}`);
    const { answer, lines } = await run(scenario, [name], () => new Error(`${canary}: ${valueIn(scenario)}`));
    const traceId = withoutTraceId.includes(name) ? null : traceIdIn(scenario);
    expectInternalError(answer, traceId);
    expectOneCrash(lines, traceId);
  });
});

describe('where this function throws when a reminder is due, the call fails, and the log has one crash:', () => {
  test.each(calledIn(reachedWhenDue))('%s', async (name) => {
    const scenario = makeDueScenarios().find((each) => reachedWhenDue.get(each.name)?.has(name) === true);
    if (scenario === undefined) throw new Error(`no scenario calls ${name}`);
    // That the values of a record are hidden once it is read is tested in tests/lib/delivery/due-handler.test.ts.
    const fired = await runDue(scenario, [name], () => new Error(canary));
    expectUndelivered(fired, traceIdIn(scenario), 'Error');
  });
});
