// Tells two requests under one trace id apart: the order of keys and white space do not matter, everything else does.
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of `{decision, data}` as sent.
 *
 * @throws Error if a value has no canonical form (a lone surrogate); such bodies are refused before.
 */
export function fingerprintOf(decision: string, data: unknown): string {
  // Only a value that JSON has no form for gives undefined; an object has one.
  const canonical = canonicalize({ decision, data }) as string;
  return hash('sha256', canonical, 'hex');
}
