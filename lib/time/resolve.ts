// From the text of a time to its instant, as section 2 of the contract says. The texts have passed their schema's pattern.
// Temporal does the calendar and the zones; it is loaded with the first time that arrives.
import type { Instant } from './instant.ts';

/**
 * Why a time cannot be, in words that follow the field's name. `byZone`: because of what its zone is here and now. Another default
 * zone or other zone data may allow it.
 */
export type InvalidTime = { readonly impossible: string; readonly byZone?: true };

type Parts = { readonly [part: string]: string | undefined };

const form =
  /^(?<year>\d{4})-(?<month>\d\d)-(?<day>\d\d)T(?<hour>\d\d):(?<minute>\d\d)(?::(?<second>\d\d)(?:\.(?<fraction>\d{1,9}))?)?(?<offset>Z|[+-]\d\d:\d\d)?$/;
const dateForm = /^\d{4}-\d\d-\d\d$/;

const notOnCalendar: InvalidTime = { impossible: 'is not on the calendar' };
const skippedByClock: InvalidTime = {
  impossible: 'does not exist in its time zone: the clock skips it',
  byZone: true,
};
const outOfRange: InvalidTime = { impossible: 'falls outside the years 0000 to 9999 in UTC' };
/** 0000-01-01T00:00:00Z and 9999-12-31T23:59:59Z: what a year of four digits can say. */
const [firstSecond, lastSecond] = [-62_167_219_200, 253_402_300_799];

/** Whether a time says by itself which instant it is, whatever the zone. */
export function hasOffset(text: string): boolean {
  return /(?:Z|[+-]\d\d:\d\d)$/.test(text);
}

/** Whether a text is a date without a time of day. */
export function isDate(text: string): boolean {
  return dateForm.test(text);
}

/** Why a date cannot be, if so. A date is no instant: no time zone has a say in it, and its midnight may be skipped. */
export function checkDate(text: string): InvalidTime | undefined {
  const parsed = new Date(`${text}T00:00:00Z`);
  // The runtime takes 30 February for 2 March.
  const exists = !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text);
  return exists ? undefined : notOnCalendar;
}

/**
 * The instant of a time.
 *
 * @param text `YYYY-MM-DDTHH:MM[:SS[.fraction]]` with `Z`, an offset, or neither
 * @param timezone known IANA name in which a time without offset is meant; `chosen` tells whether the caller gave it
 */
export async function resolveTime(
  text: string,
  timezone: { readonly name: string; readonly chosen: boolean },
): Promise<Instant | InvalidTime> {
  const parts: Parts | undefined = form.exec(text)?.groups;
  if (parts === undefined) return { impossible: 'is not a time' };
  const { offset, fraction = '' } = parts;
  if (offset !== undefined && timezone.chosen) {
    return { impossible: 'has an offset; send either an offset or a timezone, not both' };
  }
  const epochSeconds = await (offset === undefined ? inZone(parts, timezone.name) : atOffset(parts, offset));
  if (typeof epochSeconds !== 'number') return epochSeconds;
  if (epochSeconds < firstSecond || epochSeconds > lastSecond)
    return offset === undefined ? { ...outOfRange, byZone: true } : outOfRange;
  return { epochSeconds, nanoseconds: Number(fraction.padEnd(9, '0')) };
}

async function atOffset(parts: Parts, offset: string): Promise<number | InvalidTime> {
  const seconds = await inZone(parts, 'UTC');
  // Stryker disable next-line ConditionalExpression,StringLiteral: read as an offset, Z would be none as well
  if (offset === 'Z' || typeof seconds !== 'number') return seconds;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  if (hours > 23 || minutes > 59) return { impossible: 'has an offset that does not exist' };
  const east = (hours * 60 + minutes) * 60;
  return offset.startsWith('-') ? seconds + east : seconds - east;
}

async function inZone(parts: Parts, timezone: string): Promise<number | InvalidTime> {
  const { equals, fromFields, toPlainDateTime, toZonedDateTime } = await import('./temporal.ts');
  const wallClock = readWallClock(fromFields, parts);
  if (wallClock === undefined) return notOnCalendar;
  // Of two possible instants the earlier; in a gap this gives a time before it, which then differs from the one asked for.
  // Stryker disable next-line ObjectLiteral: without it a gap gives a time after it, which differs as well
  const zoned = toZonedDateTime(wallClock, timezone, { disambiguation: 'earlier' });
  if (!equals(toPlainDateTime(zoned), wallClock)) {
    return skippedByClock;
  }
  return zoned.epochMilliseconds / 1000;
}

function readWallClock(fromFields: typeof import('./temporal.ts').fromFields, parts: Parts) {
  const part = (name: string) => Number(parts[name] ?? 0);
  const fields = {
    year: part('year'),
    month: part('month'),
    day: part('day'),
    hour: part('hour'),
    minute: part('minute'),
    second: part('second'),
  };
  try {
    return fromFields(fields, { overflow: 'reject' });
    // Stryker disable next-line BlockStatement: nothing else is thrown for whole numbers
  } catch (error) {
    // Stryker disable next-line ConditionalExpression: as above
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
