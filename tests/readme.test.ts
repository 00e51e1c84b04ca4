// Compares README.md with the code: what the request gets, the actions, the commands. Its length is limited.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { actionTable } from '../lib/generated/tables.ts';
import { startBeforeAll } from './support/start-before-all.ts';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const readme = read('README.md');

/** Every match of the first group. */
const all = (form: RegExp) => [...readme.matchAll(form)].map(([, found = '']) => found);

test('a newcomer reads at most 1,500 words', () => {
  expect(readme.split(/\s+/).length).toBeLessThanOrEqual(1_500);
});

describe('the request that is shown', () => {
  const [request = ''] = all(/-d '(\{.*?\})'\n```/gs);
  const app = startBeforeAll();

  test('gets the very answer that is shown', async () => {
    const [answer = ''] = all(/```json\n(.*)\n```/g);
    expect(await app.service.send({ body: request })).toMatchObject({ status: 200, body: answer });
  });

  test('gets the headers and the bytes that are shown when it is sent again', async () => {
    const [again = ''] = all(/```http\n(.*?)\n```/gs);
    const [head = '', body = ''] = again.split('\n\n');
    const [statusLine, ...lines] = head.split('\n');
    const shown = Object.fromEntries(lines.map((line) => line.split(': ') as [string, string]));
    const { status, headers, body: answer } = await app.service.send({ body: request });
    expect(statusLine).toBe(`HTTP/1.1 ${status} OK`);
    expect(answer).toBe(body);
    // The length is that of the body; the gateway adds it.
    expect(shown).toEqual({ ...headers, 'content-length': String(Buffer.byteLength(answer)) });
    expect(shown['idempotent-replayed']).toBe('true');
  });
});

test('every action is shown with its fields in their order, the required ones marked', () => {
  const rows = [...readme.matchAll(/^\| `(\w+)` \| (`[^|\n]+) \|$/gm)].map(([, type = '', cell = '']) => {
    const fields = [...cell.matchAll(/`(\w+)`(\*?)/g)];
    return [type, fields.map(([, name = '', mark = '']) => name + mark)] as const;
  });
  const meant = Object.entries(actionTable).map(([type, { fields, required }]) => {
    const marked = new Set<string>(required);
    return [type, fields.map((name) => (marked.has(name) ? `${name}*` : name))] as const;
  });
  expect(Object.fromEntries(rows)).toEqual(Object.fromEntries(meant));
});

test('every command that is named exists', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  const named = all(/npm run ([a-z:]+)/g);
  expect(named.length).toBeGreaterThan(8);
  expect(named.filter((name) => !Object.hasOwn(scripts, name))).toEqual([]);
  const proofs = all(/npm run proof -- ([a-z-]+)/g);
  expect(proofs).not.toEqual([]);
  expect(proofs.filter((name) => !existsSync(join(root, 'tests/proofs', name)))).toEqual([]);
});
