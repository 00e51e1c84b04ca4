// One request on its way through the middleware: what API Gateway sent, and what is known of it so far.
import type { Invocation } from '../domain/invocation.ts';
import type { ParsedRequest } from '../domain/request.ts';

/** The part of an API Gateway event (HTTP API, payload 2.0) that this service reads. */
export type HttpRequest = {
  readonly headers?: Readonly<Record<string, string | undefined>> | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
};

export type RequestContext = {
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Text before it is parsed, any JSON value after. */
  body: unknown;
  isBase64Encoded: boolean;
  /** Length of the decoded body; 0 until it has been read. */
  bytes: number;
  /** Of a body that was parsed, and is JSON that this service takes. */
  request?: ParsedRequest;
  readonly invocation: Invocation;
  readonly startedMs: number;
  readonly coldStart: boolean;
  /** Whether a crash has been logged. */
  crashed: boolean;
};

/** The body as far as it can be parsed, for a service that crashed before or after it did that. */
export function bodyOf({ request, body }: Pick<RequestContext, 'request' | 'body'>): unknown {
  if (request !== undefined) return request.body;
  try {
    return JSON.parse(String(body));
  } catch {
    // A body that is no JSON is described as the text that it is.
    return body;
  }
}
