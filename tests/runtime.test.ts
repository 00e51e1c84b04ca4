// One version of Node everywhere: deployed, in the tests, and for a version manager.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const major = `${process.versions.node.split('.')[0]}`;

test('the tests run on the deployed version of Node', () => {
  expect(/^\s*runtime: (\S+)/m.exec(readFileSync('serverless.yml', 'utf8'))?.[1]).toBe(`nodejs${major}.x`);
});

test('.nvmrc names the deployed version of Node', () => {
  expect(readFileSync('.nvmrc', 'utf8').trim()).toBe(major);
});
