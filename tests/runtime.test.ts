// Owns: one version of Node everywhere: what is deployed, what the tests run on, what a version manager picks.
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

const major = `${process.versions.node.split('.')[0]}`;

test('tests run on the version of Node that is deployed', () => {
  expect(/^\s*runtime: (\S+)/m.exec(readFileSync('serverless.yml', 'utf8'))?.[1]).toBe(`nodejs${major}.x`);
});

test('a version manager picks the version of Node that is deployed', () => {
  expect(readFileSync('.nvmrc', 'utf8').trim()).toBe(major);
});
