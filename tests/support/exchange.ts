// Owns the exchanges that tests hand to the middleware and its parts.
import type { Exchange } from '../../lib/http/exchange.ts';
import { invocationAt } from './executions.ts';

/** A request with this body, as it stands before anything has looked at it. */
export function exchangeOf(body: string | undefined, more: Partial<Exchange> = {}): Exchange {
  return {
    headers: { 'content-type': 'application/json' },
    body,
    isBase64Encoded: false,
    bytes: 0,
    invocation: invocationAt(Date.UTC(2031, 3, 1)),
    startedMs: 40,
    coldStart: false,
    parsed: false,
    traceId: null,
    crashed: false,
    ...more,
  };
}
