// Compares the pages and settings under .github with the repository: links, commands, proofs, and what is kept up to date.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

type DependabotUpdate = {
  readonly 'package-ecosystem': string;
  readonly directory: string;
  readonly schedule: { readonly interval: string };
  readonly groups: Readonly<Record<string, object>>;
};

const root = join(import.meta.dirname, '..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const pages = readdirSync(join(root, '.github')).filter((name) => name.endsWith('.md'));

/** The anchor that GitHub gives a heading. */
const anchorOf = (heading: string): string => heading.toLowerCase().replaceAll(' ', '-');

describe.each(pages)('%s', (name) => {
  const page = read(`.github/${name}`);

  test('links to files and headings that exist', () => {
    for (const [link, path = '', anchor] of page.matchAll(/\]\(([^)#]+)(?:#([\w-]+))?\)/g)) {
      const file = join(root, '.github', path);
      expect([link, existsSync(file)]).toEqual([link, true]);
      if (anchor === undefined) continue;
      const headings = [...readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, text = '']) => text);
      expect(headings.map(anchorOf)).toContain(anchor);
    }
  });

  test('names scripts and proofs that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    for (const [, script = ''] of page.matchAll(/npm run ([\w:]+)/g))
      expect(scripts).toHaveProperty([script]);
    const folders = readdirSync(join(root, 'tests/proofs'));
    // `npm run proof -- faults`, `model`: the names after the first one are proofs too.
    for (const [, names = ''] of page.matchAll(/npm run proof -- (\w[^:]*)/g)) {
      for (const proof of names.match(/[a-z-]+/g) ?? []) expect(folders).toContain(proof);
    }
  });
});

test('dependabot updates every package.json, and the actions, each week in groups', () => {
  const { version, updates } = parse(read('.github/dependabot.yml')) as {
    version: number;
    updates: DependabotUpdate[];
  };
  const tracked = execFileSync('git', ['ls-files', 'package.json', '*/package.json'], {
    cwd: root,
    encoding: 'utf8',
  });
  // A workspace has no lockfile of its own: it is updated with the root.
  const packages = tracked
    .trim()
    .split('\n')
    .filter((file) => existsSync(join(root, dirname(file), 'package-lock.json')));
  const folders = packages.map((file) => ['npm', join('/', dirname(file))]);
  expect(version).toBe(2);
  expect(updates.map((update) => [update['package-ecosystem'], update.directory])).toEqual([
    ...folders,
    ['github-actions', '/'],
  ]);
  for (const { schedule, groups } of updates) {
    expect(schedule).toEqual({ interval: 'weekly' });
    expect(Object.keys(groups)).not.toHaveLength(0);
  }
});

test('every file has a code owner', () => {
  const lines = read('.github/CODEOWNERS').split('\n');
  const rules = lines.filter((line) => line !== '' && !line.startsWith('#'));
  expect(rules[0]).toMatch(/^\* /);
  for (const rule of rules) expect(rule).toMatch(/^\S+(?:\s+@[A-Za-z0-9-]+\/[a-z0-9-]+)+$/);
});
