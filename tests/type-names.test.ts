// No type name means two things in this repository: each is declared in one file. The client package has its own copy of what is
// generated from the schemas.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const declaration = /^\s*(?:export )?(?:type|interface) (\w+)(?:<.*?>)? ?(?:=|\{|extends)/gm;

test('every type has a name of its own', () => {
  const files = execFileSync('git', ['ls-files', '*.ts', ':!*.d.ts', ':!lib/client/generated'], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n');
  const declared = files.flatMap((file) =>
    [...readFileSync(file, 'utf8').matchAll(declaration)].map(([, name = '']) => ({ name, file })),
  );
  const shared = Object.entries(Object.groupBy(declared, ({ name }) => name)).flatMap(([name, all = []]) => {
    const declaring = new Set(all.map(({ file }) => file));
    return declaring.size > 1 ? [`${name}: ${[...declaring].join(', ')}`] : [];
  });
  expect(declared.length).toBeGreaterThan(300);
  expect(shared).toEqual([]);
});
