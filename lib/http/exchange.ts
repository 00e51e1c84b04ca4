// One request on its way through the middleware: what API Gateway sent, and what is known of it so far.
import type { Invocation } from '../domain/invocation.ts';

/** The part of an API Gateway event (HTTP API, payload 2.0) that this service looks at. */
export type HttpRequest = {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
};

export type Exchange = {
  headers: Readonly<Record<string, string | undefined>>;
  /** Text before it is parsed, any JSON value after. */
  body: unknown;
  isBase64Encoded: boolean;
  /** Length of the body once decoded; known once it has been read. */
  bytes: number;
  readonly invocation: Invocation;
  readonly startedMs: number;
  readonly coldStart: boolean;
  /** Whether the body has been parsed, and found to be JSON that this service takes. */
  parsed: boolean;
  /** Of a parsed request that has a valid one; `null` until then. */
  traceId: string | null;
  crashed: boolean;
};

/** The request as far as it can be read, for where something broke before it was parsed. */
export function requestOf({ body, parsed }: Pick<Exchange, 'body' | 'parsed'>): unknown {
  if (parsed) return body;
  try {
    return JSON.parse(String(body));
  } catch {
    // What is no JSON is told as the text that it is.
    return body;
  }
}
