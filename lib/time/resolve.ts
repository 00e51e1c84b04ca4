// From the text of a time to its instant (schemas/README.md, Times). The texts have passed the pattern of their schema.
// Temporal does the time zones; it is loaded with the first time that needs one.
import { lastSecond, type Instant } from './instant.ts';

/**
 * Why a time is invalid, in words that follow the field's name. `byZone`: because of its zone, here and now. Another default zone or
 * other zone data may allow it.
 */
export type InvalidTime = { readonly invalid: string; readonly byZone?: true };

type Parts = { readonly [part: string]: string | undefined };

const form =
  /^(?<date>\d{4}-\d\d-\d\d)T(?<minute>\d\d:\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?)?(?<offset>Z|(?<sign>[+-])(?<offsetHours>\d\d):(?<offsetMinutes>\d\d))?$/;
const dateForm = /^\d{4}-\d\d-\d\d$/;

const notOnCalendar: InvalidTime = { invalid: 'is not on the calendar' };
const skippedByClock: InvalidTime = {
  invalid: 'does not exist in its time zone: the clock skips it',
  byZone: true,
};
const outOfRange: InvalidTime = { invalid: 'falls outside the years 0000 to 9999 in UTC' };
/** 0000-01-01T00:00:00Z: a year has four digits. */
const firstSecond = -62_167_219_200;

/** Whether a time has an offset, and so means the same instant in every zone. */
export function hasOffset(text: string): boolean {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text);
}

/** Whether a text is a date without a time of day. */
export function isDate(text: string): boolean {
  return dateForm.test(text);
}

/** Why a date is invalid, if so. A date is no instant: it has no time zone, and its midnight may be skipped in one. */
export function checkDate(text: string): InvalidTime | undefined {
  return readUtc(`${text}T00:00:00`) === undefined ? notOnCalendar : undefined;
}

/**
 * The instant of a time.
 *
 * @param text `YYYY-MM-DDTHH:MM[:SS[.fraction]]` with `Z`, an offset, or neither
 * @param timezone known IANA name of the zone of a time without offset; `chosen` tells whether the caller gave it
 */
export async function resolveTime(
  text: string,
  timezone: { readonly name: string; readonly chosen: boolean },
): Promise<Instant | InvalidTime> {
  const parts: Parts | undefined = form.exec(text)?.groups;
  if (parts === undefined) return { invalid: 'is not a time' };
  const { date, minute, second = '00', fraction = '', offset } = parts;
  if (offset !== undefined && timezone.chosen) {
    return { invalid: 'has an offset; send either an offset or a timezone, not both' };
  }
  const wallClock = readUtc(`${date}T${minute}:${second}`);
  if (wallClock === undefined) return notOnCalendar;
  const epochSeconds = await (offset === undefined
    ? inZone(wallClock, timezone.name)
    : atOffset(wallClock, parts));
  if (typeof epochSeconds !== 'number') return epochSeconds;
  if (epochSeconds < firstSecond || epochSeconds > lastSecond)
    return offset === undefined ? { ...outOfRange, byZone: true } : outOfRange;
  return { epochSeconds, nanoseconds: Number(fraction.padEnd(9, '0')) };
}

/** A text of the form `YYYY-MM-DDTHH:MM:SS` in UTC; `undefined` if it is not on the calendar. */
function readUtc(text: string): Date | undefined {
  const parsed = new Date(`${text}Z`);
  // The runtime takes 30 February for 2 March, and 24:00 for the next day.
  const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
  return exists ? parsed : undefined;
}

/** @returns seconds since the epoch */
function atOffset(wallClock: Date, { sign, offsetHours, offsetMinutes }: Parts): number | InvalidTime {
  // `Z` has neither hours nor minutes.
  const [hours, minutes] = [Number(offsetHours ?? 0), Number(offsetMinutes ?? 0)];
  if (hours > 23 || minutes > 59) return { invalid: 'has an offset that does not exist' };
  const eastSeconds = (hours * 60 + minutes) * 60;
  const utcSeconds = wallClock.getTime() / 1000;
  return sign === '-' ? utcSeconds + eastSeconds : utcSeconds - eastSeconds;
}

/** @returns seconds since the epoch */
async function inZone(wallClock: Date, timezone: string): Promise<number | InvalidTime> {
  const { equals, fromFields, toPlainDateTime, toZonedDateTime } = await import('./temporal.ts');
  const plain = fromFields({
    year: wallClock.getUTCFullYear(),
    month: wallClock.getUTCMonth() + 1,
    day: wallClock.getUTCDate(),
    hour: wallClock.getUTCHours(),
    minute: wallClock.getUTCMinutes(),
    second: wallClock.getUTCSeconds(),
  });
  // Temporal takes the earlier of two possible instants. Where the clock skips the time, it takes one that differs from it.
  const zoned = toZonedDateTime(plain, timezone);
  return equals(toPlainDateTime(zoned), plain) ? zoned.epochMilliseconds / 1000 : skippedByClock;
}
