// Follows what the files of the repository refer to: a heading of the contract page, a link between pages, a section of a standard.
import { existsSync, globSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';

const root = join(import.meta.dirname, '..');
const patterns = ['*.{md,yml,js}', '{.ci,.github,bench,functions,lib,schemas,scripts,tests}/**/*'];
const files = globSync(patterns, {
  cwd: root,
  exclude: ['**/node_modules/**', '**/generated/**', 'bench/results/**'],
})
  .filter((path) => statSync(join(root, path)).isFile())
  .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const pages = files.filter(({ path }) => path.endsWith('.md'));

/** Every match of a form with the file that it is in. */
function find(form: RegExp, among = files) {
  return among.flatMap(({ path, text }) => [...text.matchAll(form)].map((match) => ({ path, match })));
}

function headingsOf(path: string): string[] {
  const text = readFileSync(join(root, path), 'utf8').replaceAll(/^```[^]*?^```$/gm, '');
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => heading);
}

/** The anchor that GitHub gives a heading. */
function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

test('a file that cites a heading of schemas/README.md names one that exists', () => {
  const cited = find(/schemas\/README\.md, ([^).;:\n]+)/g);
  expect(cited.length).toBeGreaterThan(5);
  const headings = headingsOf('schemas/README.md');
  const unknown = cited.filter(({ match: [, heading = ''] }) => !headings.includes(heading));
  expect(unknown.map(({ path, match: [text] }) => `${path}: ${text}`)).toEqual([]);
});

test('a link of a page leads to a file and a heading that exist', () => {
  const broken = find(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g, pages).filter(({ path, match }) => {
    const [, file = '', anchor] = match;
    const target = file === '' ? path : join(dirname(path), file);
    if (!existsSync(join(root, target))) return true;
    return anchor !== undefined && !headingsOf(target).map(anchorOf).includes(anchor);
  });
  expect(broken.map(({ path, match: [link] }) => `${path}: ${link}`)).toEqual([]);
});

test('a file that cites a section by number names the standard that it is a section of', () => {
  const standard = /(?:RFC \d+|APPNOTE [\d.]+|Unicode Standard)[^\n]*$/;
  const nameless = find(/\bsections? \d/gi).filter(
    ({ match }) => !standard.test(match.input.slice(0, match.index)),
  );
  expect(
    nameless.map(({ path, match: { input, index } }) => `${path}: ${input.slice(index, index + 60)}`),
  ).toEqual([]);
  expect(find(/CONTRACT\.md/g).map(({ path }) => path)).toEqual([]);
});
