// `npm run freeze` keeps a contract, and the check `released` holds today's to it: on a copy of the project.
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { allCases, currentCases } from '../contract/all-cases.ts';

// Each test starts some processes, which takes long on a busy machine.
jest.setTimeout(60_000);

const folder = mkdtempSync(join(tmpdir(), 'freeze-'));
const copied = ['lib', 'schemas', 'scripts', 'tests/contract', 'package.json'];
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const advice = 'What may change, and how the rest is changed: schemas/README.md, Versions.\n';
const silent = { status: 0, output: '' };
let originals: Readonly<Record<string, string>> = {};

beforeAll(() => {
  for (const path of copied) cpSync(path, join(folder, path), { recursive: true });
  rmSync(join(folder, 'schemas/released'), { recursive: true, force: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  replace('package.json', /"version": "[^"]+"/, '"version": "5.1.0"');
  originals = { 'package.json': read('package.json') };
});
afterEach(() => {
  for (const [path, text] of Object.entries(originals)) writeFileSync(join(folder, path), text);
  const { 'package.json': version = '' } = originals;
  originals = { 'package.json': version };
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Replaces text of a file until the end of the test. */
function replace(path: string, search: string | RegExp, text: string): void {
  const before = read(path);
  const after = before.replace(search, text);
  if (after === before) throw new Error(`${path} does not have ${String(search)}`);
  originals = { [path]: before, ...originals };
  writeFileSync(join(folder, path), after);
}

function run(...options: readonly string[]) {
  const args = ['scripts/check/released.ts', ...options];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return { status, output: stdout + stderr };
}

test('the contract of the version in package.json is frozen once', () => {
  expect(run()).toEqual(silent);
  expect(run('--freeze')).toEqual({
    status: 0,
    output: 'schemas/released/5.1.0 holds the contract of 5.1.0\n',
  });
  expect(run('--freeze')).toEqual(silent);
  for (const name of ['request.schema.json', 'actions/task.schema.json', 'errors.json', 'openapi.json'])
    expect(read(`schemas/released/5.1.0/${name}`)).toBe(read(`schemas/${name}`));
  const { cases } = JSON.parse(read('schemas/released/5.1.0/cases.json')) as { cases: unknown };
  expect(cases).toEqual(JSON.parse(JSON.stringify(currentCases)));
  expect(allCases.length).toBeGreaterThanOrEqual(currentCases.length);
});

test('a released version is not frozen again with another contract', () => {
  replace('schemas/actions/task.schema.json', '"maxLength": 254', '"maxLength": 300');
  expect(run('--freeze')).toEqual({
    status: 1,
    output: ['released-version-changed actions/task.schema.json (as of 5.1.0)', advice].join('\n'),
  });
});

test('an addition passes under the next version', () => {
  replace('schemas/actions/task.schema.json', '"maxLength": 254', '"maxLength": 300');
  replace('package.json', '5.1.0', '5.2.0');
  expect(run()).toEqual(silent);
});

test('a change that breaks is refused under the next version, by its name, its place and what to do', () => {
  replace('schemas/actions/task.schema.json', '"maxLength": 254', '"maxLength": 200');
  replace('schemas/errors.json', '"status": 404', '"status": 410');
  replace('package.json', '5.1.0', '5.2.0');
  expect(run()).toEqual({
    status: 1,
    output: [
      'error-status-changed errors/info_not_found/status: 404 → 410 (as of 5.1.0)',
      'maxLength-changed actions/task.schema.json#/properties/assignee/maxLength: 254 → 200 (as of 5.1.0)',
      advice,
    ].join('\n'),
  });
});

test('a new major version may break', () => {
  replace('schemas/errors.json', '"status": 404', '"status": 410');
  replace('package.json', '5.1.0', '6.0.0');
  expect(run()).toEqual(silent);
});

test('a released file that was edited is noticed, also under a later version', () => {
  replace('package.json', '5.1.0', '5.2.0');
  replace('schemas/released/5.1.0/errors.json', 'the body is over 64 KiB', 'the body is too large');
  expect(run()).toEqual({
    status: 1,
    output: ['released-files-changed 5.1.0', advice].join('\n'),
  });
});

test('every version that was released is compared', () => {
  replace('package.json', '5.1.0', '5.10.0');
  expect(run('--freeze').status).toBe(0);
  replace('schemas/errors.json', '"retryable": true', '"retryable": false');
  const { status, output } = run();
  expect(status).toBe(1);
  expect(output.match(/^error-retryable-changed .+$/gm)).toEqual([
    'error-retryable-changed errors/execution_in_progress/retryable: true → false (as of 5.1.0)',
    'error-retryable-changed errors/execution_in_progress/retryable: true → false (as of 5.10.0)',
  ]);
  expect(existsSync(join(folder, 'schemas/released/5.10.0/tables.json'))).toBe(true);
});

test('a released version that was deleted is noticed', () => {
  rmSync(join(folder, 'schemas/released/5.1.0'), { recursive: true });
  const { status, output } = run();
  expect(status).toBe(1);
  expect(output).toContain('schemas/released/5.1.0/cases.json');
});
