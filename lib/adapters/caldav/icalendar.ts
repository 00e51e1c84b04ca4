// Writes iCalendar text (RFC 5545) line by line. The library escapes and folds; here is what each kind of value looks like, and what
// no value may hold.
import { escape, foldLines } from 'ical-generator';
import { lazyPattern } from '../../domain/lazy-pattern.ts';
import type { Attendee } from '../attendees.ts';

/** `NAME:value`, not folded. */
export type ContentLine = string;

export function textLine(name: string, ...values: readonly string[]): ContentLine {
  return `${name}:${values.map((value) => escape(toWritable(value), false)).join(',')}`;
}

/** Only with a value that is given. */
export function optionalTextLine(name: string, value: string | undefined): readonly ContentLine[] {
  return value === undefined ? [] : [textLine(name, value)];
}

/** @param instant ISO 8601 in UTC; a fraction of a second is cut off */
export function instantLine(name: string, instant: string): ContentLine {
  return `${name}:${instant.slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
}

/** @param date `YYYY-MM-DD` */
export function dateLine(name: string, date: string): ContentLine {
  return `${name};VALUE=DATE:${date.replaceAll('-', '')}`;
}

/** @param parameters beside the name; none of them needs to be escaped */
export function personLine(name: string, person: Attendee, parameters: string): ContentLine {
  const commonName = person.name === undefined ? '' : `;CN="${escape(toWritable(person.name), true)}"`;
  return `${name}${commonName}${parameters}:${toMailto(person.address)}`;
}

export function component(name: string, lines: readonly ContentLine[]): readonly ContentLine[] {
  return [`BEGIN:${name}`, ...lines, `END:${name}`];
}

/** The text of an iCalendar object: folded, every line with its end. */
export function calendarText(lines: readonly ContentLine[]): string {
  const calendar = component('VCALENDAR', [
    'VERSION:2.0',
    'PRODID:-//workflow-executor//caldav//EN',
    ...lines,
  ]);
  return foldLines([...calendar, ''].join('\r\n'));
}

/** What some parser takes for the end of a line. */
const lineEnds = /\r\n|[\r\v\f\u0085\u2028\u2029]/g;
/**
 * RFC 5545, section 3.1, allows no control character but the tab. XML 1.0, section 2.2, has neither those nor the last two: an event
 * that held one would make every report of its calendar unreadable (RFC 4791, section 9.6).
 */
const unwritable = lazyPattern(String.raw`(?![\t\n])\p{Cc}|[\uFFFE\uFFFF]`, 'gu');

function toWritable(text: string): string {
  return text.replaceAll(lineEnds, '\n').replaceAll(unwritable(), '');
}

/** RFC 6068, section 2. The plus sign needs no encoding, and many clients show the address as it is written. */
function toMailto(address: string): string {
  const at = address.lastIndexOf('@');
  const local = encodeURIComponent(address.slice(0, at)).replaceAll('%2B', '+');
  return `mailto:${local}${address.slice(at)}`;
}
