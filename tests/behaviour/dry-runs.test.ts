// A dry run calls nobody: with every adapter of the registry, for every action, no connection is opened, to the store, to AWS or to an
// outside system.
import { Socket } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { adapterModules } from '../../lib/adapters/registry.ts';
import { actionTable } from '../../lib/generated/tables.ts';
import type { Receiver } from '../lib/adapters/delivery/receiver.ts';
import { startOutsideServer, variablesOf } from '../support/outside-server.ts';
import {
  dryRunOf,
  infoRequest,
  meetingRequest,
  reminderRequest,
  taskRequest,
  workflowRequest,
} from '../support/requests.ts';
import { labelOf, startService, type TestService } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';

type ChosenVariables = Readonly<Record<string, string>>;

const requests = {
  task: taskRequest,
  reminder: reminderRequest,
  meeting: meetingRequest,
  info: () => infoRequest('trace:nobody'),
};

let store: TestStore;
/** Plays AWS too, but for the store. */
let outside: Receiver;
/** The connections that this process has begun, over TLS too. */
let connect: jest.SpiedFunction<typeof Socket.prototype.connect>;

beforeAll(async () => {
  [store, outside] = await Promise.all([startDynalite(), startOutsideServer()]);
  connect = jest.spyOn(Socket.prototype, 'connect');
});
beforeEach(() => {
  outside.received.length = 0;
  connect.mockClear();
});
afterAll(async () => {
  connect.mockRestore();
  await Promise.all([store.stop(), outside.close()]);
});

const startWith = (variables: ChosenVariables): Promise<TestService> =>
  startService({
    store,
    schedulerEndpoint: outside.url,
    snsEndpoint: outside.url,
    ssmEndpoint: outside.url,
    variables: {
      REMINDER_DELIVERY: 'sns',
      REMINDER_TOPIC_ARN: 'arn:aws:sns:us-east-1:000000000000:due',
      ...variables,
    },
  });

/** What was called so far, and what is called right after an answer. */
async function calls() {
  for (let turn = 0; turn < 20; turn += 1) await setImmediate();
  return { connections: connect.mock.calls.length, received: outside.received.length };
}
const none = { connections: 0, received: 0 };

/** Every adapter with each of its actions, and those that need no adapter. */
const choices = [
  ...adapterModules.flatMap(({ name, actions }) =>
    Object.keys(actions).map((action) => ({ action: action as keyof typeof requests, adapter: name })),
  ),
  { action: 'info' as const, adapter: 'none' },
];

/** ChosenVariables with which `adapter` carries out `action`, by the schemas of its variables: each secret is in Parameter Store. */
function chosen(action: string, adapter: string): ChosenVariables {
  const { variables } = adapterModules.find(({ name }) => name === adapter) ?? { variables: undefined };
  if (variables === undefined) return {};
  const set = Object.entries(variables.properties).flatMap(([name, schema]): [string, string][] => {
    if (schema['x-secret'] === true) return [[name, `ssm:/dry-run/${name}`]];
    return schema['x-url'] === true ? [[name, outside.url]] : [];
  });
  const dependent = set.flatMap(([name]) => variables.dependentRequired?.[name] ?? []);
  return {
    ...Object.fromEntries(dependent.map((name) => [name, 'heron'])),
    ...Object.fromEntries(set),
    [`${action.toUpperCase()}_ADAPTER`]: adapter,
  };
}

test('every action has a request here, and is carried out by an adapter of the registry or by none', () => {
  expect(Object.keys(requests).toSorted()).toEqual(Object.keys(actionTable).toSorted());
  expect(new Set(choices.map(({ action }) => action))).toEqual(new Set(Object.keys(actionTable)));
});

describe.each(choices)('of the action $action with the adapter $adapter', ({ action, adapter }) => {
  let service: TestService;

  beforeAll(async () => {
    service = await startWith(chosen(action, adapter));
  });

  test('a dry run is planned without a connection', async () => {
    const answer = await service.send(dryRunOf(requests[action]()));
    expect(labelOf(answer)).toBe('planned');
    expect(await calls()).toEqual(none);
  });

  // So that what counts is known to count.
  test('the same request without dry_run calls the store, and an outside system if one carries it out', async () => {
    const answer = await service.send(requests[action]());
    const { connections, received } = await calls();
    expect(connections).toBeGreaterThan(0);
    expect(received > 0).toBe(service.linesOf(answer).at(-1)?.['adapter'] === adapter);
    expect(received > 0).toBe(!['record', 'mock', 'none'].includes(adapter));
  });
});

test.each([
  ['webhook', () => variablesOf.webhook(outside.url)],
  ['caldav', () => variablesOf.caldav(outside.url)],
  ['google', () => variablesOf.google(outside.url, `${outside.url}/token`)],
] as const)('with its secret as the value, %s is not called either', async (_, variables) => {
  const service = await startWith(variables());
  const answers = [];
  for (const request of Object.values(requests)) answers.push(await service.send(dryRunOf(request())));
  expect(answers.map(labelOf)).toEqual(['planned', 'planned', 'planned', 'planned']);
  expect(await calls()).toEqual(none);
});

describe.each(choices.filter(({ action }) => action === 'meeting'))(
  'of a meeting with the adapter $adapter',
  ({ adapter }) => {
    const calendars = ['caldav', 'google'];

    test('a dry run with a participant that a calendar cannot take gets its answer without a connection', async () => {
      const service = await startWith(chosen('meeting', adapter));
      const participants = ['ada@example.com', 'the team'];
      const answer = await service.send(dryRunOf(meetingRequest({ payload: { participants } })));
      const isRefused = labelOf(answer) === 'invalid_payload';
      if (calendars.includes(adapter)) expect(isRefused).toBe(true);
      const { execution_result: result } = JSON.parse(answer.body) as { execution_result: object };
      expect(result).toMatchObject(
        isRefused ? { details: [{ path: '/data/payload/participants/1' }] } : { success: true, participants },
      );
      expect(service.linesOf(answer).at(-1)).toMatchObject(
        isRefused
          ? { message: 'EXECUTION_FAILED', error_code: 'invalid_payload', store_calls: 0 }
          : { message: 'EXECUTION_PLANNED', action_type: 'meeting' },
      );
      expect(await calls()).toEqual(none);
    });
  },
);

const refusals: readonly [code: string, request: ReturnType<typeof taskRequest>][] = [
  ['reminder_time_in_past', reminderRequest({ payload: { time: '2001-01-01T00:00:00Z' } })],
  ['invalid_time', reminderRequest({ payload: { time: '2041-02-30T00:00:00Z' } })],
  [
    'invalid_time',
    reminderRequest({ payload: { time: '2041-01-01T00:00:00', timezone: 'Europe/Atlantis' } }),
  ],
  ['invalid_time', taskRequest({ payload: { due: '2041-02-30' } })],
  ['invalid_meeting_window', meetingRequest({ payload: { end_time: '2041-03-03T09:00:00Z' } })],
  ['missing_task_title', taskRequest({ payload: { title: undefined } })],
  ['missing_info_query', infoRequest('')],
  ['invalid_payload', taskRequest({ payload: { titel: 'x' } })],
  ['unsupported_action_type', workflowRequest({ action_type: 'dance' })],
];

test.each(refusals)('a dry run is refused as %s without a connection', async (code, request) => {
  // Without `dry_run`, some of these are given only after one look at the store.
  const service = await startWith({});
  const answer = await service.send(dryRunOf(request));
  expect(labelOf(answer)).toBe(code);
  expect(await calls()).toEqual(none);
});

test('a dry run needs no time: it is planned where an execution would be refused as deadline_exceeded', async () => {
  const service = await startWith({});
  const little = { remainingMs: () => 100 };
  expect(labelOf(await service.send(taskRequest(), little))).toBe('deadline_exceeded');
  expect(labelOf(await service.send(dryRunOf(taskRequest()), little))).toBe('planned');
  expect(await calls()).toEqual(none);
});
