// What runs against a deployed stage that is in use passes with every adapter: what an outside system decides is no fault of a version.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startOutsideServer, variablesOf } from '../support/outside-server.ts';
import type { Receiver } from '../lib/adapters/delivery/receiver.ts';
import { startService } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';
import { allCases } from './all-cases.ts';
import { runCanary } from './canary.ts';
import { dependsOnAdapter, isReadOnly } from './case.ts';
import { inProcess } from './in-process.ts';
import { runCase } from './run-case.ts';

const chosen = allCases.filter((given) => isReadOnly(given) && !dependsOnAdapter(given));
let store: TestStore;
let outside: Receiver;

beforeAll(async () => {
  [store, outside] = await Promise.all([startDynalite(), startOutsideServer()]);
});
afterAll(() => Promise.all([store.stop(), outside.close()]));

test.each([
  ['no', () => ({})],
  ['the webhook', () => variablesOf.webhook(outside.url)],
  ['the CalDAV', () => variablesOf.caldav(`${outside.url}/`)],
  ['the Google', () => variablesOf.google(outside.url, `${outside.url}/token`)],
])('with %s adapter the canary and the cases that store nothing pass', async (name, variablesFor) => {
  const send = inProcess(await startService({ store, variables: variablesFor() }), 'text');
  const problems = [await runCanary(Buffer.from(name).toString('hex'), send)];
  for (const given of chosen) problems.push(await runCase(given, 'check', send));
  expect(problems.flat()).toEqual([]);
});

test('only the few cases with a participant that is no e-mail address are left out', () => {
  const left = allCases.filter((given) => isReadOnly(given) && dependsOnAdapter(given));
  expect(left.map(({ name }) => name)).toContain('a meeting that ends before it starts');
  expect(left.length).toBeLessThan(chosen.length / 20);
});
