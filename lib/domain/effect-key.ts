// The key under which an effect is done outside: doing it twice under the same key does it once.
import { hash } from 'node:crypto';

/**
 * The same execution has the same key on every try, whoever makes it. A trace id that is used again after its execution
 * has expired has another, even for the same request, so that what the first one left outside is not taken for its own.
 *
 * @param createdAt of the first claim, as it is recorded
 * @returns 64 digits of hexadecimal: the SHA-256 of all three
 */
export function effectKeyOf(id: string, fingerprint: string, createdAt: string): string {
  return hash('sha256', JSON.stringify([id, fingerprint, createdAt]), 'hex');
}
