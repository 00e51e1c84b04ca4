// The dry runs after a deployment pass where every action could be executed, and fail where a setting keeps the service from starting.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { actionTable } from '../../lib/generated/tables.ts';
import { variablesOf } from '../support/outside-server.ts';
import { startService } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';
import { dryRunOfEach } from './dry-run-of-each.ts';
import { inProcess } from './in-process.ts';
import { runCase } from './run-case.ts';

const types = Object.keys(actionTable);
const nowhere = 'https://127.0.0.1:1/';

let store: TestStore;

beforeAll(async () => {
  store = await startDynalite();
});
afterAll(() => store.stop());

/** What is wrong with the dry run of each action, by its name. */
async function run(variables: Readonly<Record<string, string>>) {
  const send = inProcess(await startService({ store, variables }), 'text');
  const problems: [string, readonly string[]][] = [];
  for (const given of dryRunOfEach(Date.now()))
    problems.push([given.name, await runCase(given, 'run-1', send)]);
  return Object.fromEntries(problems);
}

const names = types.map((type) => `dry run of ${type}`);
const allPass = Object.fromEntries(names.map((name) => [name, []]));

test.each([
  ['the default adapters', {}],
  ['webhooks', variablesOf.webhook(nowhere)],
  ['a CalDAV server', variablesOf.caldav(nowhere)],
  ['Google Calendar', variablesOf.google(nowhere, nowhere)],
])('with %s, which cannot be reached, every dry run passes', async (_, variables) => {
  expect(await run(variables)).toEqual(allPass);
});

test.each([
  ['a URL that is none', { ...variablesOf.webhook('hooks.example.com') }],
  ['a URL without TLS', { ...variablesOf.caldav('http://calendar.example.com/') }],
  ['a missing URL', { MEETING_ADAPTER: 'caldav' }],
  ['a missing secret', { TASK_ADAPTER: 'webhook', WEBHOOK_URL: nowhere }],
  ['a user without a password', { TASK_ADAPTER: 'caldav', CALDAV_URL: nowhere, CALDAV_USERNAME: 'heron' }],
  ['an adapter that does not exist', { TASK_ADAPTER: 'fax' }],
])('with %s the service does not start, and every dry run says so', async (_, variables) => {
  const problems = await run(variables);
  expect(Object.keys(problems)).toEqual(names);
  for (const found of Object.values(problems))
    expect(found.join()).toMatch(/step 1: .*500.*internal_execution_error/s);
});

test('a dry run that is answered as an execution, or with other fields, does not pass', async () => {
  const [first] = dryRunOfEach(Date.now());
  if (first === undefined) throw new Error('there is no action');
  const send =
    (change: (body: string) => string) => async (sent: Parameters<ReturnType<typeof inProcess>>[0]) => {
      const answer = await inProcess(await startService({ store }), 'text')(sent);
      return { ...answer, body: change(answer.body) };
    };
  expect(
    await runCase(
      first,
      'run-2',
      send((body) => body),
    ),
  ).toEqual([]);
  expect(
    await runCase(
      first,
      'run-2',
      send((body) => body.replace('planned', 'success')),
    ),
  ).not.toEqual([]);
  expect(
    await runCase(
      first,
      'run-2',
      send((body) => body.replace('payroll', 'pay')),
    ),
  ).not.toEqual([]);
});

test('the times of the examples lie in the year after the given instant, and nothing else is changed', () => {
  const timesOf = (now: string) => {
    const text = JSON.stringify(dryRunOfEach(Date.parse(now)).map(({ steps }) => steps[0]?.request.json));
    return text.match(/\d{4}-\d\d-\d\dT\d\d:\d\d/g);
  };
  expect(timesOf('2026-12-31T23:59:59Z')).toEqual([
    '2027-06-02T09:30',
    '2027-03-03T10:00',
    '2027-03-03T11:00',
  ]);
  expect(timesOf('2048-01-01T00:00:00Z')).toEqual([
    '2049-06-02T09:30',
    '2049-03-03T10:00',
    '2049-03-03T11:00',
  ]);
});
