// Tells two requests under one trace id apart: key order and white space do not matter, all else does.
import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';

/**
 * SHA-256, in hexadecimal, of the canonical JSON (RFC 8785) of `{decision, data}` as sent.
 *
 * @throws Error where a value has no canonical form (a lone surrogate); such bodies are refused before.
 */
export function fingerprintOf(decision: string, data: unknown): string {
  const canonical = canonicalize({ decision, data });
  // Stryker disable next-line all: an object always has a form; only the type says otherwise
  if (canonical === undefined) throw new TypeError('the request has no canonical form');
  return hash('sha256', canonical, 'hex');
}
