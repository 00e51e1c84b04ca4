// Each module's test has its name: lib/x/y.ts is tested by tests/lib/x/y.test.ts, functions/y.ts by tests/functions/y.test.ts.
// What spans modules is tested in tests/behaviour.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const list = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => `${folder}/${file}`);

/** Without what is generated: its generator is tested in tests/generate. */
const modules = ['lib', 'functions']
  .flatMap(list)
  .filter((file) => file.endsWith('.ts') && !/^lib\/(?:client\/)?generated\//.test(file));
const tests = ['tests/lib', 'tests/functions'].flatMap(list).filter((file) => file.endsWith('.test.ts'));

const testOf = (module: string) => `tests/${module.replace(/\.ts$/, '.test.ts')}`;

/** Whether a module defines a value, and not only types or names of another module's values. */
const definesValue = (module: string) =>
  /^export (?:async )?(?:function|const|let|class|default)\b/m.test(readFileSync(module, 'utf8'));

test('each module of lib and functions that defines a value has a test of its name', () => {
  expect(modules.filter(definesValue).map(testOf)).toEqual(
    expect.arrayContaining(['tests/lib/http/handler.test.ts']),
  );
  expect(modules.filter((module) => definesValue(module) && !tests.includes(testOf(module)))).toEqual([]);
});

test('each test in tests/lib and tests/functions has the name of a module', () => {
  const expected = new Set(modules.map(testOf));
  expect(tests.filter((file) => !expected.has(file))).toEqual([]);
});
