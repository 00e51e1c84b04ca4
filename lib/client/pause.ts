// How long to wait before the next try: as long as the answer asks, or a random time that grows with each try.

const firstPauseMs = 200;
const maxPauseMs = 20_000;

/**
 * Exponential back-off with full jitter, so that clients that failed together do not come back together.
 *
 * @param attempts how many tries there were
 * @param retryAfterMs the pause is at least as long
 * @param random at least 0 and below 1
 */
export function choosePauseMs(attempts: number, retryAfterMs: number, random: number): number {
  const backOffMs = random * Math.min(maxPauseMs, firstPauseMs * 2 ** (attempts - 1));
  return Math.max(retryAfterMs, Math.ceil(backOffMs));
}

/**
 * Reads the header `retry-after` (RFC 9110, section 10.2.3): whole seconds, or a date.
 *
 * @returns milliseconds, 0 if the header is absent or neither
 */
export function readRetryAfterMs(value: string | null, epochMs: number): number {
  if (value === null) return 0;
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  // Each form of a date begins with the day of the week (RFC 9110, section 5.6.7); Date.parse reads numbers as dates, too.
  const untilMs = /^[A-Z][a-z]/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(untilMs) ? 0 : Math.max(0, untilMs - epochMs);
}
