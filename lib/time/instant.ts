// An exact point in time, with as many digits of the second as the caller wrote.

export type Instant = {
  readonly epochSeconds: number;
  /** Digits after the second, without trailing zeros; '' for a whole second. */
  readonly fraction: string;
};

/** Less than zero where `a` comes before `b`, zero where they are the same. */
export function compareInstants(a: Instant, b: Instant): number {
  if (a.epochSeconds !== b.epochSeconds) return a.epochSeconds - b.epochSeconds;
  // Digits after a point compare like text: 0.1 < 0.10001 < 0.2.
  if (a.fraction < b.fraction) return -1;
  return a.fraction === b.fraction ? 0 : 1;
}

/** @param epochMs milliseconds since the epoch */
export function instantOf(epochMs: number): Instant {
  const epochSeconds = Math.floor(epochMs / 1000);
  return { epochSeconds, fraction: trimFraction(String(epochMs - epochSeconds * 1000).padStart(3, '0')) };
}

export function trimFraction(digits: string): string {
  return digits.replace(/0+$/, '');
}

/** `YYYY-MM-DDTHH:MM:SSZ`, the fraction dropped. */
export function formatInstant({ epochSeconds }: Instant): string {
  return `${new Date(epochSeconds * 1000).toISOString().slice(0, 19)}Z`;
}
