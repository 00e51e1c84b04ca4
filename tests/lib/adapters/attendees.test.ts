// The participants of a meeting as a calendar needs them: which texts name one, whom they name, and what is said of the others.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findAttendeeBreaches, parseAttendee, readAttendees } from '../../../lib/adapters/attendees.ts';

describe('an address alone', () => {
  test.each([
    'jane@example.com',
    'Jane.Doe+payroll@Mail.Example.COM',
    "o'brien@example.com",
    '!#$%&*/=?^_`{|}~-@example.com',
    'jane@intranet',
    '1@2.example',
    `${'l'.repeat(64)}@example.com`,
    'jörg@example.com',
    '山田@example.co.jp',
    '🪶@example.com',
  ])('%s is taken as it is', (address) => {
    expect(parseAttendee(address)).toEqual({ address });
  });

  test.each([
    ['white space around it', ' \t jane@example.com\n'],
    ['angle brackets around it', '<jane@example.com>'],
    ['an empty name', '"" <jane@example.com>'],
    ['a name without a visible character', '" \u0000\n" <jane@example.com>'],
    ['itself as the name', 'Jane@Example.com <jane@example.com>'],
  ])('with %s it is taken alone', (_what, text) => {
    expect(parseAttendee(text)).toEqual({ address: 'jane@example.com' });
  });

  test('an international domain is taken in ASCII', () => {
    expect(parseAttendee('jane@Bücher.example')).toEqual({ address: 'jane@xn--bcher-kva.example' });
    expect(parseAttendee('jane@bücher.example <jane@bücher.example>')).toEqual({
      address: 'jane@xn--bcher-kva.example',
    });
    expect(parseAttendee('山田@例え.テスト')).toEqual({ address: '山田@xn--r8jz45g.xn--zckzah' });
  });
});

describe('a name and an address', () => {
  test.each([
    ['Jane Doe <jane@example.com>', 'Jane Doe'],
    ['Jane Doe<jane@example.com>', 'Jane Doe'],
    ['"Doe, Jane" <jane@example.com>', 'Doe, Jane'],
    ['Doe, Jane <jane@example.com>', 'Doe, Jane'],
    ['"Jane \\"JD\\" Doe \\\\" <jane@example.com>', 'Jane "JD" Doe \\'],
    ['"Jane <CEO> @ Example" <jane@example.com>', 'Jane <CEO> @ Example'],
    ['Jörg Müller-Łuński (он) <jane@example.com>', 'Jörg Müller-Łuński (он)'],
    ['山田 太郎 🪶 <jane@example.com>', '山田 太郎 🪶'],
    ["O'Brien; Jane: x <jane@example.com>", "O'Brien; Jane: x"],
    ['Jane\r\nATTENDEE:mailto:eve@example.com <jane@example.com>', undefined],
    ['"Jane\r\nATTENDEE:mailto:eve@example.com" <jane@example.com>', 'Jane ATTENDEE:mailto:eve@example.com'],
    ['Jane\u0000\u0085Doe\u2028x <jane@example.com>', 'Jane Doe x'],
  ])('%j names %j', (text, name) => {
    expect(parseAttendee(text)).toEqual(
      name === undefined ? undefined : { address: 'jane@example.com', name },
    );
  });
});

describe('a text that names no participant, or more than one', () => {
  test.each([
    ['a name', 'Jane Doe'],
    ['nothing', ''],
    ['no local part', '@example.com'],
    ['no domain', 'jane@'],
    ['no at sign', '<jane>'],
    ['an opening bracket alone', 'Jane <jane@example.com'],
    ['a closing bracket alone', 'jane@example.com>'],
    ['an empty address', 'Jane <>'],
    ['text after the address', '<jane@example.com> Jane'],
    ['a comment', 'jane@example.com (Jane)'],
    ['two addresses', 'jane@example.com, bob@example.com'],
    ['two addresses, one in brackets', 'bob@example.com, Jane <jane@example.com>'],
    ['two addresses in brackets', 'Bob <bob@example.com>, Jane <jane@example.com>'],
    ['the address of another as the name', 'bob@example.com <jane@example.com>'],
    ['a quotation mark that is not closed', '"Jane <jane@example.com>'],
    ['a quotation mark within a name', 'Jane "JD" Doe <jane@example.com>'],
    ['a URI', 'mailto:jane@example.com'],
    ['a space in the local part', 'jane doe@example.com'],
    ['a quoted local part', '"jane doe"@example.com'],
    ['two at signs', 'jane@home@example.com'],
    ['a dot at the start', '.jane@example.com'],
    ['two dots', 'jane..doe@example.com'],
    ['a dot at the end of the domain', 'jane@example.com.'],
    ['a hyphen at the start of a label', 'jane@-example.com'],
    ['a hyphen at the end of a label', 'jane@example-.com'],
    ['an underscore in the domain', 'jane@ex_ample.com'],
    ['an address literal', 'jane@[127.0.0.1]'],
    ['a path after an international domain', 'jane@bücher.example/x'],
    ['a line break', 'jane@example.com\r\nX-INJECTED:1'],
    ['a line break in the local part', 'ja\nne@example.com'],
    ['a zero-width space', 'ja\u200Bne@example.com'],
    ['a bidirectional override', 'ja\u202Ene@example.com'],
    ['a no-break space', 'ja\u00A0ne@example.com'],
    ['a local part of 65 octets', `${'ö'.repeat(32)}x@example.com`],
    ['a label of 64 characters', `jane@${'x'.repeat(64)}.com`],
    [
      'an address of 255 octets',
      `${'l'.repeat(62)}@${'d'.repeat(63)}.${'d'.repeat(63)}.${'d'.repeat(64 - 1)}.x`,
    ],
  ])('%s', (_what, text) => {
    expect(parseAttendee(text)).toBeUndefined();
  });

  test('is a breach at its path, whose message does not repeat it', () => {
    expect(findAttendeeBreaches(['jane@example.com', 'Bob', 'Eve <eve@example.com>', 'bob@'])).toEqual([
      {
        path: '/data/payload/participants/1',
        message: 'must be one e-mail address, alone or as Name <jane@example.com>',
      },
      {
        path: '/data/payload/participants/3',
        message: 'must be one e-mail address, alone or as Name <jane@example.com>',
      },
    ]);
  });
});

test('an address that is there twice is invited once, in its first spelling and place, with the first name', () => {
  expect(
    readAttendees([
      'Jane@Example.com',
      'bob@example.com',
      'jane@example.COM',
      'Jane Doe <JANE@example.com>',
      'JD <jane@example.com>',
      'JÖRG@bücher.example',
      'jo\u0308rg@xn--bcher-kva.example',
    ]),
  ).toEqual([
    { address: 'Jane@Example.com', name: 'Jane Doe' },
    { address: 'bob@example.com' },
    { address: 'JÖRG@xn--bcher-kva.example' },
  ]);
});

test('whatever is sent, what is taken has one at sign before its domain, and no white space or control character', () => {
  const pieces = fc.constantFrom(
    'jane',
    '@',
    'example.com',
    '<',
    '>',
    '"',
    '\\',
    ' ',
    '\r\n',
    ',',
    ';',
    ':',
    '.',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const attendee = parseAttendee(text);
      if (attendee === undefined) return;
      expect(attendee.address).toMatch(/^[^\s\p{Cc}@<>",;:\\]+@[a-z\d.-]+$/iu);
      expect(attendee.name ?? 'none').not.toMatch(/[\p{Cc}\u2028\u2029]|^\s|\s$|^$/u);
    }),
    { numRuns: 2_000 },
  );
});
