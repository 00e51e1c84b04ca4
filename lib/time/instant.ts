// An exact point in time, to the nanosecond, the most exact form that a caller can send.

export type Instant = {
  readonly epochSeconds: number;
  /** From 0 to 999,999,999. */
  readonly nanoseconds: number;
};

/** Less than zero if `a` comes before `b`, zero if they are the same. */
export function compareInstants(a: Instant, b: Instant): number {
  return a.epochSeconds - b.epochSeconds || a.nanoseconds - b.nanoseconds;
}

/** @param epochMs milliseconds since the epoch */
export function instantOf(epochMs: number): Instant {
  const epochSeconds = Math.floor(epochMs / 1000);
  return { epochSeconds, nanoseconds: (epochMs - epochSeconds * 1000) * 1_000_000 };
}

/** 9999-12-31T23:59:59Z: no form of a time has a later second. */
export const lastSecond = 253_402_300_799;

/** The first whole second that is not before the instant: seconds since the epoch. A fraction in the last second of 9999 is dropped. */
export function secondFrom({ epochSeconds, nanoseconds }: Instant): number {
  return nanoseconds === 0 ? epochSeconds : Math.min(epochSeconds + 1, lastSecond);
}

/** `YYYY-MM-DDTHH:MM:SSZ`, the fraction dropped. */
export function formatInstant({ epochSeconds }: Instant): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`;
}
