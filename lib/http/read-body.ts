// From the event to the body's text: media type, size, encoding. What is wrong ends the request with a Fault.
import { isUtf8 } from 'node:buffer';
import { failure, Fault, type ErrorCode } from '../contract/failure.ts';
import type { Exchange } from './exchange.ts';

const mostBytes = 65_536;

/** RFC 9110, section 8.3.1, and RFC 6839 for `+json`: one media type, any parameters, any case. */
const jsonType = /^\s*application\/(?:json|[a-z0-9!#$&^_.+-]+\+json)\s*(?:;[^,]*)?$/i;

export function readBody(exchange: Exchange): void {
  // None is no media type either: `undefined`.
  if (!jsonType.test(String(header(exchange, 'content-type')))) end('unsupported_media_type');
  const { body, isBase64Encoded } = exchange;
  if (typeof body !== 'string') return;
  const decoded = isBase64Encoded ? Buffer.from(body, 'base64') : undefined;
  exchange.bytes = decoded?.length ?? Buffer.byteLength(body);
  if (exchange.bytes > mostBytes) end('payload_too_large');
  exchange.body = decoded === undefined ? body : decode(decoded);
  exchange.isBase64Encoded = false;
}

function header({ headers }: Exchange, name: string): string | undefined {
  // API Gateway sends names in lower case; other senders of events may not.
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}

/** Keeps a byte order mark, which JSON must not have (RFC 8259, section 8.1), for the parser to refuse. */
function decode(bytes: Buffer): string {
  return isUtf8(bytes) ? bytes.toString('utf8') : end('invalid_json', 'the body must be valid UTF-8');
}

function end(code: ErrorCode, message?: string): never {
  throw new Fault(failure(code, message === undefined ? {} : { message }));
}
