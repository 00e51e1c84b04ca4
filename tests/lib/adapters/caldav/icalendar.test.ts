// iCalendar text, line by line: what a value looks like on the wire, and that no value can be more than a value. ical.js, the parser of
// Thunderbird and Nextcloud, reads the text back.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import ICAL from 'ical.js';
import {
  calendarText,
  component,
  dateLine,
  instantLine,
  optionalTextLine,
  personLine,
  textLine,
} from '../../../../lib/adapters/caldav/icalendar.ts';

/** The properties that the parser finds in an event with these lines, as jCal (RFC 7265). */
function readBack(...lines: readonly string[]): unknown {
  const [, , events] = ICAL.parse(calendarText(component('VEVENT', lines))) as [string, unknown, unknown[]];
  expect(events).toHaveLength(1);
  const [name, properties, components] = events[0] as [string, unknown, unknown];
  expect([name, components]).toEqual(['vevent', []]);
  return properties;
}

test('a text is escaped', () => {
  expect(textLine('SUMMARY', 'a, b; c\\d: "e"\nf\tg')).toBe('SUMMARY:a\\, b\\; c\\\\d: "e"\\nf\tg');
});

test('several texts are separated by commas', () => {
  expect(textLine('CATEGORIES', 'a,b', 'c;d', 'e')).toBe('CATEGORIES:a\\,b,c\\;d,e');
  expect(readBack(textLine('CATEGORIES', 'a,b', 'c;d', 'e'))).toEqual([
    ['categories', {}, 'text', 'a,b', 'c;d', 'e'],
  ]);
});

test('a text that is not given has no line', () => {
  expect(optionalTextLine('LOCATION', undefined)).toEqual([]);
  expect(optionalTextLine('LOCATION', 'here')).toEqual(['LOCATION:here']);
});

test('an instant is written in UTC, its fraction cut off', () => {
  expect(instantLine('DTSTART', '2031-04-01T09:30:05.999Z')).toBe('DTSTART:20310401T093005Z');
  expect(instantLine('DTSTART', '2031-04-01T09:30:05Z')).toBe('DTSTART:20310401T093005Z');
});

test('a date is written as a date', () => {
  expect(dateLine('DUE', '2031-04-01')).toBe('DUE;VALUE=DATE:20310401');
});

describe('a person', () => {
  test('has a quoted name, encoded as in RFC 6868', () => {
    const person = { address: 'jane@example.com', name: 'Doe, "Jane"; ^: 🪶' };
    const line = personLine('ATTENDEE', person, ';RSVP=TRUE');
    expect(line).toBe(`ATTENDEE;CN="Doe, ^'Jane^'; ^^: 🪶";RSVP=TRUE:mailto:jane@example.com`);
    expect(readBack(line)).toEqual([
      ['attendee', { cn: 'Doe, "Jane"; ^: 🪶', rsvp: 'TRUE' }, 'cal-address', 'mailto:jane@example.com'],
    ]);
  });

  test('without a name has an address only', () => {
    expect(personLine('ORGANIZER', { address: 'jane@example.com' }, '')).toBe(
      'ORGANIZER:mailto:jane@example.com',
    );
  });

  test.each([
    ["o'brien+payroll.x_y-z!*@example.com", "mailto:o'brien+payroll.x_y-z!*@example.com"],
    ['a%b?c#d&e=f/g@example.com', 'mailto:a%25b%3Fc%23d%26e%3Df%2Fg@example.com'],
    ['jörg@xn--bcher-kva.example', 'mailto:j%C3%B6rg@xn--bcher-kva.example'],
  ])('with the address %s has the URI %s', (address, uri) => {
    expect(personLine('ATTENDEE', { address }, '')).toBe(`ATTENDEE:${uri}`);
  });
});

test('an object is folded at 75 octets, never within a character, and each line has its end', () => {
  const long = '🪶é x'.repeat(200);
  const text = calendarText(component('VEVENT', [textLine('SUMMARY', long)]));
  const lines = text.split('\r\n');
  expect(lines.slice(0, 4)).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//workflow-executor//caldav//EN',
    'BEGIN:VEVENT',
  ]);
  expect(lines.slice(-3)).toEqual(['END:VEVENT', 'END:VCALENDAR', '']);
  expect(Math.max(...lines.map((line) => Buffer.byteLength(line)))).toBeLessThanOrEqual(75);
  expect(Math.min(...lines.slice(4, -4).map((line) => Buffer.byteLength(line)))).toBeGreaterThan(70);
  expect(text).not.toContain('\uFFFD');
  expect(text).toBe(Buffer.from(text).toString('utf8'));
  expect(readBack(textLine('SUMMARY', long))).toEqual([['summary', {}, 'text', long]]);
});

test.each([
  ['\r\n', '\n'],
  ['\r', '\n'],
  ['\n\n', '\n\n'],
  ['\v', '\n'],
  ['\f', '\n'],
  ['\u0085', '\n'],
  ['\u2028', '\n'],
  ['\u2029', '\n'],
  ['\0', ''],
  ['\u001B', ''],
  ['\u007F', ''],
  ['\u009F', ''],
  ['\uFFFE', ''],
  ['\uFFFF', ''],
  ['\t', '\t'],
  ['\u00A0', '\u00A0'],
  ['\\n', '\\n'],
  ['\\', '\\'],
])('in a text %j is read back as %j', (sent, read) => {
  expect(readBack(textLine('SUMMARY', `a${sent}b`))).toEqual([['summary', {}, 'text', `a${read}b`]]);
});

test('no value adds a property, a parameter or a component', () => {
  const pieces = fc.constantFrom(
    '\r\n',
    '\n',
    '\r',
    '\u0085',
    ':',
    ';',
    ',',
    '"',
    '^',
    "'",
    '\\',
    ' ',
    '\t',
    '\0',
    'X-A',
    '=',
    'END:VEVENT',
  );
  const values = fc.oneof(
    fc.string({ unit: 'binary', minLength: 1, maxLength: 300 }),
    fc.array(pieces, { minLength: 1 }).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(values, values, (text, name) => {
      const lines = [
        textLine('SUMMARY', text),
        personLine('ATTENDEE', { address: 'jane@example.com', name }, ';RSVP=TRUE'),
        // The text last: this parser takes the comma after an escaped backslash for an escaped one.
        textLine('CATEGORIES', 'b', text),
      ];
      expect(readBack(...lines)).toEqual([
        ['summary', {}, 'text', expect.any(String)],
        ['attendee', { cn: expect.any(String), rsvp: 'TRUE' }, 'cal-address', 'mailto:jane@example.com'],
        ['categories', {}, 'text', 'b', expect.any(String)],
      ]);
    }),
    { numRuns: 1_000 },
  );
});
