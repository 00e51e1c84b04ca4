// Makes trace ids for decisions that have none.

/**
 * A UUID of version 7 (RFC 9562, section 5.7): 48 bits of time, then random ones, so that later ids sort behind earlier ones.
 *
 * @param epochMs milliseconds since 1970
 * @param random 10 random bytes
 */
export function createTraceId(epochMs: number, random: Uint8Array): string {
  const time = Math.trunc(epochMs).toString(16).padStart(12, '0');
  const bytes = [...random];
  bytes[0] = ((bytes[0] ?? 0) & 0x0f) | 0x70;
  bytes[2] = ((bytes[2] ?? 0) & 0x3f) | 0x80;
  const hex = time + bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
