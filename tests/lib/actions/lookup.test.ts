// Owns: which topics are one topic. That they are found under it is shown by tests/local/topics.test.ts.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { normalizeTopic } from '../../../lib/actions/lookup.ts';

test.each([
  ['case', 'Opening HOURS', 'opening hours'],
  [
    'runs of white space, and white space around',
    ' \t opening\u00a0\u0085\r\n\u2028 hours\u3000',
    'opening hours',
  ],
  ['the form of Unicode', 'cafe\u0301', 'caf\u00e9'],
  ['the form of Unicode in capitals', 'CAFE\u0301', 'caf\u00e9'],
  ['a letter of two forms', '\u212bngstr\u00f6m', '\u00e5ngstr\u00f6m'],
  ['the order of marks', 'q\u0307\u0323', 'q\u0323\u0307'],
  ['a small letter whose capital is two', 'Straße', 'strasse'],
  ['a capital that has no other capital', 'STRAẞE', 'strasse'],
  ['the two small forms of a sigma', 'οδοσ', 'οδος'],
  ['a mark that is a letter in capitals', '\u03b1\u0345\u0301', '\u03ac\u03b9'],
  ['a capital whose small form is two characters', 'İstanbul', 'i\u0307stanbul'],
])('topics ignore %s', (_what, topic, normal) => {
  expect(normalizeTopic(topic)).toBe(normal);
});

test('a character that is no white space stays, though JavaScript trims it', () => {
  expect(normalizeTopic('\ufeffa')).toBe('\ufeffa');
});

/** Text that is rich in letters with case, marks and white space, of which each alone is rare in all of Unicode. */
const topic = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'a',
        'Σ',
        'σ',
        'ς',
        'ß',
        'ẞ',
        'İ',
        'ı',
        'ﬃ',
        'ΐ',
        'ᾳ',
        'Ω',
        '\u1e9b',
        '\u{1d160}',
        '\u0f71',
      ),
      fc.constantFrom(
        '\u0301',
        '\u0307',
        '\u0323',
        '\u0345',
        '\u034f',
        '\u00ad',
        ' ',
        '\u0085',
        '\u2028',
        '\ufeff',
        "'",
      ),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
  )
  .map((parts) => parts.join(''));

test('what is normal stays as it is, and what differs in case, white space or form alone is one topic', () => {
  fc.assert(
    fc.property(topic, (text) => {
      const normal = normalizeTopic(text);
      const others = [
        normal,
        text.toLowerCase(),
        text.normalize('NFD').toUpperCase(),
        text.normalize('NFC'),
        text.normalize('NFD'),
        `\u0085 ${text.replaceAll(/\p{White_Space}/gu, '\u3000\n')}\u2029`,
      ];
      expect(others.map(normalizeTopic)).toEqual(others.map(() => normal));
      expect(normal).toBe(normal.normalize('NFC'));
    }),
    { numRuns: 2_000 },
  );
});

test('what is normal stays as it is for every character that has case, is a mark, or is made of others', () => {
  const characters = Array.from({ length: 0x11_0000 }, (_, code) => String.fromCodePoint(code)).filter(
    (text) => /[\p{Changes_When_Casemapped}\p{M}]/u.test(text) || text.normalize('NFD') !== text,
  );
  expect(characters.length).toBeGreaterThan(10_000);
  expect(characters.filter((text) => normalizeTopic(normalizeTopic(text)) !== normalizeTopic(text))).toEqual(
    [],
  );
});

test.each([
  ['white space', ' '],
  ['words', 'a '],
  ['sigmas', "Σ'"],
])('a topic of a million characters of %s takes a time that grows with its length', (_what, part) => {
  const startedAt = performance.now();
  normalizeTopic(`a${part.repeat(1_000_000 / part.length)}b`);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
