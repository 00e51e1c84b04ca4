// A regular expression that is made at its first use.
import { globSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { lazyPattern } from '../../../lib/domain/lazy-pattern.ts';

test('it is made once, with its flags', () => {
  const pattern = lazyPattern(String.raw`^\p{L}$`, 'u');
  expect(pattern()).toEqual(/^\p{L}$/u);
  expect(pattern()).toBe(pattern());
});

test('it is not made before', () => {
  expect(() => lazyPattern('(', 'u')).not.toThrow();
  expect(lazyPattern('(', 'u')).toThrow(SyntaxError);
});

test('no literal of what ships looks up a property of Unicode', () => {
  const literal = /^(?!\s*(?:\/\/|\*)).*(?<![\w`])\/[^/`]*\\p\{[^/]*\/[a-z]*u/m;
  expect('const a = /^\\p{L}$/u;').toMatch(literal);
  const files = globSync('{lib,functions}/**/*.ts');
  expect(files.length).toBeGreaterThan(90);
  expect(files.filter((file) => literal.test(readFileSync(file, 'utf8')))).toEqual([]);
});
