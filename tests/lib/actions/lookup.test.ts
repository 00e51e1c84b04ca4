// What a query of `info` asks for, and which texts name the same topic. That a topic is found by each of them is shown by
// tests/local/topics.test.ts.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { actionTable } from '../../../lib/generated/tables.ts';
import { normalizeTopic, readQuery, reservedPrefixes } from '../../../lib/actions/lookup.ts';

test.each([
  ['trace:any-7', { kind: 'execution', traceId: 'any-7' }],
  ['trace:', { kind: 'unresolvable' }],
  ['trace:a b', { kind: 'unresolvable' }],
  ['task:task_a b', { kind: 'unresolvable' }],
  ['task:task_7', { kind: 'execution', traceId: 'task-7', actionType: 'task' }],
  ['task:task-any', { kind: 'execution', traceId: 'any', actionType: 'task' }],
  ['reminder:reminder_7', { kind: 'execution', traceId: 'reminder-7', actionType: 'reminder' }],
  ['task:reminder_7', { kind: 'unresolvable' }],
  ['meeting:7', { kind: 'unresolvable' }],
  ['info:anything', { kind: 'topic', topic: 'info:anything' }],
  [' Opening\t\n Hours ', { kind: 'topic', topic: 'opening hours' }],
])('the query "%s" asks for %j', (query, lookup) => {
  expect(readQuery(query)).toStrictEqual(lookup);
});

test('no topic can begin with a prefix that asks for an execution', () => {
  const recorded = Object.entries(actionTable).filter(([, { idField }]) => idField !== null);
  expect(reservedPrefixes).toEqual(['trace:', ...recorded.map(([type]) => `${type}:`)]);
  expect(reservedPrefixes).not.toContain('info:');
});

test.each([
  ['case', 'Opening HOURS', 'opening hours'],
  ['case, and a no-break space at the end', '  The   Opening HOURS\u00a0', 'the opening hours'],
  [
    'runs of white space, and leading and trailing white space',
    ' \t opening\u00a0\u0085\r\n\u2028 hours\u3000',
    'opening hours',
  ],
  ['the Unicode normalization form', 'cafe\u0301', 'caf\u00e9'],
  ['the Unicode normalization form of capitals', 'CAFE\u0301', 'caf\u00e9'],
  ['which of two characters writes a letter', '\u212bngstr\u00f6m', '\u00e5ngstr\u00f6m'],
  ['the order of combining marks', 'q\u0307\u0323', 'q\u0323\u0307'],
  ['case where the capital of a letter is two letters', 'Straße', 'strasse'],
  ['case where a capital has a capital of its own', 'STRAẞE', 'strasse'],
  ['which of its two small forms a sigma has', 'οδοσ', 'οδος'],
  ['case where a mark becomes a letter in capitals', '\u03b1\u0345\u0301', '\u03ac\u03b9'],
  ['case where a capital becomes two characters', 'İstanbul', 'i\u0307stanbul'],
])('topics ignore %s', (_what, topic, normal) => {
  expect(normalizeTopic(topic)).toBe(normal);
});

test('a byte order mark stays, although JavaScript trims it: to Unicode it is not white space', () => {
  expect(normalizeTopic('\ufeffa')).toBe('\ufeffa');
});

/** Texts with many letters that have case, many marks and much white space: random Unicode has few. */
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

test('normalizing is idempotent, and gives one topic for texts that differ only in case, white space or form', () => {
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

test('normalizing is idempotent for every character that has case, is a mark, or can be decomposed', () => {
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
])('a topic of a million characters of %s is normalized in time linear in its length', (_what, part) => {
  const startedAt = performance.now();
  normalizeTopic(`a${part.repeat(1_000_000 / part.length)}b`);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
