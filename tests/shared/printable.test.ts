import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { printable, printableJson } from '../../scripts/shared/printable.ts';

test.each([
  ['an escape sequence', '\u001b[2J', String.raw`\u{1b}[2J`],
  ['a control sequence of one character', '\u009b31m', String.raw`\u{9b}31m`],
  [
    'every kind of line end',
    'a\nb\rc\u0085d\u2028e\u2029f',
    String.raw`a\u{a}b\u{d}c\u{85}d\u{2028}e\u{2029}f`,
  ],
  ['a change of direction', 'a\u202eb\u2066c\u200fd\u061c', String.raw`a\u{202e}b\u{2066}c\u{200f}d\u{61c}`],
  ['what cannot be seen', 'a\u200bb\ufeffc\u00add\u{e0041}', String.raw`a\u{200b}b\u{feff}c\u{ad}d\u{e0041}`],
  ['half a character', 'a\ud83d', String.raw`a\u{d83d}`],
  ['a joiner that joins nothing', 'workflow\u200d', String.raw`workflow\u{200d}`],
])('%s is written out', (_what, text, shown) => {
  expect(printable(text)).toBe(shown);
});

test.each(['Grüße, 世界 😀', '👩‍💻', 'می‌خواهم', 'क्‍ष'])('%s is printed as it is', (text) => {
  expect(printable(text)).toBe(text);
});

test('JSON that is made safe to print holds the same value, and keeps its lines', () => {
  fc.assert(
    fc.property(fc.jsonValue({ stringUnit: 'binary' }), (value) => {
      const json = JSON.stringify(value, null, 2);
      const shown = printableJson(json);
      expect(JSON.parse(shown)).toEqual(JSON.parse(json));
      expect(shown.split('\n').length).toBe(json.split('\n').length);
      expect(shown).not.toMatch(/[^\P{Cc}\n]|[\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
    }),
  );
  expect(printableJson('{\r\n\t"a":"\u0085\u{e0001}"}\r')).toBe('{\n\t"a":"\\u0085\\udb40\\udc01"}');
});
