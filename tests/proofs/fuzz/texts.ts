// Generates texts and lists of texts: at the limits of length, at the edge of "has a visible character", and similar to each other.
import fc from 'fast-check';

/** Some of each set of characters that are not visible (schemas/README.md, Missing fields). */
const whiteSpace = [
  [' ', '\t', '\n', '\u000b', '\u0085', '\u00a0', '\u1680', '\u2003', '\u2028', '\u202f', '\u205f', '\u3000'],
];
const controls = ['\u0000', '\u0001', '\u001f', '\u007f', '\u0080', '\u009f'];
const defaultIgnorable = [
  ['\u00ad', '\u034f', '\u061c', '\u115f', '\u17b4', '\u180b', '\u180e', '\u200b', '\u200d', '\u202e'],
  ['\u2060', '\u2064', '\u2065', '\u3164', '\ufe0f', '\ufeff', '\uffa0', '\ufff0', '\u{1bca0}'],
  ['\u{1d173}', '\u{e0001}', '\u{e007f}', '\u{e0100}', '\u{e0fff}'],
];
const blankBraille = '\u2800';
const invisible = fc.constantFrom(...[...whiteSpace, controls, ...defaultIgnorable, [blankBraille]].flat());

/** One code point of the parts of Unicode in which these sets begin and end: one too many or too few is found. */
const nearInvisible = fc
  .oneof(
    { weight: 3, arbitrary: fc.integer({ min: 0, max: 0x3200 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0xfdf0, max: 0xffff }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x1_bc_9e, max: 0x1_bc_a5 }) },
    { weight: 1, arbitrary: fc.integer({ min: 0x1_d1_71, max: 0x1_d1_7c }) },
    { weight: 1, arbitrary: fc.integer({ min: 0xd_ff_f0, max: 0xe_10_10 }) },
  )
  .map((codePoint) => String.fromCodePoint(codePoint));

const sizes = fc.constantFrom(1, 2, 49, 50, 51, 254, 255, 256, 257, 1000, 1001, 4000, 4001);

/** Texts without a visible character, some of them longer than any field may be. */
export const blanks = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: invisible, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.tuple(invisible, sizes).map(([character, size]) => character.repeat(size)) },
);

const letters = fc.constantFrom('a', 'é', '𝒳', '👩‍👩‍👧', '"', '\\', '\u2801', '\ufff9', '\uffff');

/** Texts around the limits, which count code points. */
export const texts = fc.oneof(
  { weight: 16, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }) },
  { weight: 3, arbitrary: fc.tuple(letters, sizes).map(([letter, size]) => letter.repeat(size)) },
  { weight: 3, arbitrary: nearInvisible },
  { weight: 1, arbitrary: fc.tuple(blanks, letters, blanks).map((parts) => parts.join('')) },
  { weight: 1, arbitrary: blanks },
);

/** Everything that counts as not given, but for a field that is absent. */
const notGiven = fc.oneof(fc.constantFrom(null, '', []), blanks);

/** A field's value, and now and then one that counts as not given. */
export function field(values: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 20, arbitrary: values }, { weight: 1, arbitrary: notGiven });
}

/** Entries of lists; among them names that every object inherits: an index kept in a plain object gets them wrong. */
const entries = fc.oneof(
  { weight: 12, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'length', '0', 'é'),
  },
  { weight: 2, arbitrary: texts },
  { weight: 1, arbitrary: blanks },
);

/** The same text again, or one that looks alike: any difference in a code point makes it another entry. */
const alike = fc.constantFrom(
  (text: string) => text,
  (text: string) => text.normalize('NFC'),
  (text: string) => text.normalize('NFD'),
  (text: string) => text.toUpperCase(),
  (text: string) => `${text}\u200b`,
);

/** Lists around the limits of the actions, of which one is 20 entries, the other 50. */
const crowds = fc
  .constantFrom(19, 20, 21, 49, 50, 51, 100, 101, 1001)
  .map((size) => Array.from({ length: size }, (_, index) => `entry ${index}`));

export const lists: fc.Arbitrary<string[]> = fc
  .tuple(
    fc.oneof(
      { weight: 12, arbitrary: fc.array(entries, { minLength: 1, maxLength: 4 }) },
      { weight: 1, arbitrary: crowds },
    ),
    fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: alike }),
  )
  .map(([list, likeFirst]) => (likeFirst === null ? list : [...list, likeFirst(list[0] as string)]));
