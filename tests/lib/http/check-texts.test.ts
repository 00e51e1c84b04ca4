// Which strings of a JSON text are found, whether or not they are in its value.
import { expect, test } from '@jest/globals';
import { findTextFault } from '../../../lib/http/check-texts.ts';

test.each([
  [String.raw`{"a":"\ud800","a":1}`, 'lone surrogate'],
  [String.raw`["x","\uDC00"]`, 'lone surrogate'],
  [String.raw`{"\ud83e":1}`, 'lone surrogate'],
  ['{"a":{"__proto__":1},"a":1}', 'forbidden key'],
  [String.raw`{"\u005f_proto__" : 1}`, 'forbidden key'],
  [String.raw`{"\\":"\\","__proto__":1}`, 'forbidden key'],
  [String.raw`{"a":"\ud83e\udeb6"}`, undefined],
  [String.raw`"\\ud800"`, undefined],
  [String.raw`["\"__proto__\":1","__proto__"]`, undefined],
  [String.raw`{"a":"__proto__","b:":"\":\u0041"}`, undefined],
  ['{"proto":1}', undefined],
])('%s: %s', (text, fault) => {
  expect(findTextFault(text)).toBe(fault);
});
