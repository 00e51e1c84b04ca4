// Builds the request contexts that tests hand to the middleware and its parts.
import type { RequestContext } from '../../lib/http/request-context.ts';
import { invocationAt } from './executions.ts';

/** A request with this body, before anything has read it. */
export function contextOf(body: string | undefined, more: Partial<RequestContext> = {}): RequestContext {
  return {
    headers: { 'content-type': 'application/json' },
    body,
    isBase64Encoded: false,
    bytes: 0,
    invocation: invocationAt(Date.UTC(2031, 3, 1)),
    startedMs: 40,
    coldStart: false,
    crashed: false,
    ...more,
  };
}
