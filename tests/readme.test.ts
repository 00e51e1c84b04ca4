// Owns: that the page a newcomer reads first says what is so.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startService } from './support/service.ts';
import { startDynalite, type TestStore } from './support/store.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

/** Every match of the first group. */
const all = (form: RegExp) => [...readme.matchAll(form)].map(([, found = '']) => found);

describe('the README', () => {
  let store: TestStore;
  beforeAll(async () => {
    store = await startDynalite();
  });
  afterAll(async () => {
    await store.stop();
  });

  test('shows a request that gets the very answer it shows', async () => {
    const [request = ''] = all(/-d '(\{.*?\})'\n```/gs);
    const [answer = ''] = all(/```json\n(.*)\n```/g);
    const service = await startService({ store });
    expect(await service.send({ body: request })).toMatchObject({ status: 200, body: answer });
    const again = await service.send({ body: request });
    expect(again.body).toBe(answer);
    expect(again.headers['idempotent-replayed']).toBe('true');
  });

  test('names every variable of the configuration, and none that there is not', () => {
    const table = readme.slice(readme.indexOf('## Configuration'), readme.indexOf('`npm start` also takes'));
    const { properties } = JSON.parse(read('schemas/config.schema.json')) as { properties: object };
    const named = [...table.matchAll(/`([A-Z][A-Z_]+)`/g)].map(([, name = '']) => name);
    const values = new Set(['DEBUG', 'INFO', 'WARN', 'ERROR', 'UTC']);
    expect(named.filter((name) => !values.has(name)).toSorted()).toEqual(Object.keys(properties).toSorted());
  });

  test('names every error code, each beside its status', async () => {
    const { failures } = await import('../lib/generated/tables.ts');
    const table = readme.slice(readme.indexOf('| HTTP | `error_code` |'), readme.indexOf('## Commands'));
    const named = table
      .split('\n')
      .filter((row) => /^\| \d/.test(row))
      .flatMap((row) => {
        const [, statuses = '', codes = ''] = row.split('|');
        const names = [...codes.matchAll(/`([a-z_]+)`/g)].map(([, name = '']) => name);
        const given = statuses.split(',').map(Number);
        return names.map((name, place) => [name, given[place] ?? given[0]] as const);
      });
    const meant = Object.entries(failures).map(([code, { status }]) => [code, status] as const);
    expect(new Map(named)).toEqual(new Map(meant));
  });

  test('names only commands that there are', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = all(/npm run ([a-z:]+)/g);
    expect(named.length).toBeGreaterThan(8);
    expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  });
});
