// A meeting as an event of Google Calendar: https://developers.google.com/workspace/calendar/api/v3/reference/events
import type { Effect } from '../../domain/effect.ts';
import { readAttendees } from '../attendees.ts';

/** Digits of a SHA-256 in base32hex: 256 bits, five a digit. */
const idDigits = 52;

/**
 * The id of the event that an effect key names: the key's bytes in base32hex (RFC 4648, section 7) without padding, in lower case, which
 * are the characters that Google accepts.
 *
 * @param effectKey 64 digits of hexadecimal
 */
export function toEventId(effectKey: string): string {
  // Base 32 of a big integer has the digits of base32hex, which fills the last one up with four bits from the right.
  return (BigInt(`0x${effectKey}`) << 4n).toString(32).padStart(idDigits, '0');
}

/** The body of events.insert. The times are in UTC, and texts are as they were sent; JSON leaves out what is undefined. */
export function toEvent({ effectKey, result }: Effect<'meeting'>) {
  const { title, participants, start_at, end_at, location, description } = result;
  return {
    id: toEventId(effectKey),
    summary: title,
    description,
    location,
    start: { dateTime: start_at },
    end: { dateTime: end_at },
    attendees: readAttendees(participants).map(({ address, name }) => ({
      email: address,
      displayName: name,
    })),
  };
}
