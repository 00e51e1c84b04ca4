// Every case of every released version runs, once, in each suite that runs the cases of the contract.
import { expect, test } from '@jest/globals';
import { listReleased } from '../../scripts/released/versions.ts';
import { allCases, currentCases } from './all-cases.ts';
import { withRun, type Case } from './case.ts';
import { contentOf, obsolete, readReleasedCases, withReleased } from './released-cases.ts';

const released = readReleasedCases();
const runs = new Set(allCases.map(contentOf));

const given = (name: string, traceId: string, title = 'Milk'): Case => ({
  name,
  steps: [{ request: { json: { trace_id: traceId, title } }, response: { status: 200, match: { title } } }],
});

test('every released version has its cases, and each of them runs', () => {
  expect(Object.keys(released)).toEqual(listReleased());
  for (const [version, cases] of Object.entries(released)) {
    expect(cases.length).toBeGreaterThan(500);
    const left = cases.filter((one) => !runs.has(contentOf(one))).map(({ name }) => name);
    expect(left).toEqual(Object.keys(obsolete[version] ?? {}));
  }
});

test('a case is obsolete only if it refuses the form of a request', () => {
  const wrong = Object.entries(obsolete).flatMap(([version, names]) =>
    Object.keys(names).filter((name) => {
      const steps = released[version]?.find((one) => one.name === name)?.steps ?? [];
      return !steps.some(({ response: { status } }) => status === 400 || status === 422);
    }),
  );
  expect(wrong).toEqual([]);
});

test('no two cases that run have one name', () => {
  const names = allCases.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(allCases.slice(0, currentCases.length)).toEqual(currentCases);
});

test('a released case that is the same as one of today runs once, whatever the numbers of its trace ids', () => {
  const today = [given('a', '{{run}}-own-7')];
  expect(withReleased(today, { '1.0.0': [given('another name', '{{run}}-own-3')] })).toEqual(today);
});

test('a released case that differs runs beside that of today, with its version', () => {
  const today = [given('a', '{{run}}-own-7')];
  const old = given('a', '{{run}}-own-7', 'Bread');
  expect(withReleased(today, { '1.0.0': [old], '1.1.0': [old] })).toEqual([
    ...today,
    { ...old, name: 'a (1.0.0)', version: '1.0.0' },
  ]);
});

test('an obsolete case does not run', () => {
  const old = given('a', '{{run}}-own-7', 'Bread');
  expect(withReleased([], { '1.0.0': [old] }, { '1.0.0': { a: 'another reason to buy bread' } })).toEqual([]);
});

test('the cases of a version have trace ids of their own, of the same length', () => {
  const idOf = (one: Case) => JSON.stringify(withRun(one, '0a1b2c3d').steps[0]?.request.json);
  const one = given('a', '{{run}}-own-7');
  expect(idOf(one)).toContain('"0a1b2c3d-own-7"');
  const ids = [one, { ...one, version: '1.0.0' }, { ...one, version: '1.1.0' }].map(idOf);
  expect(new Set(ids).size).toBe(3);
  expect(new Set(ids.map((id) => id.length)).size).toBe(1);
});
