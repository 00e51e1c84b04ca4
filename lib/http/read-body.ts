// From the event to the body's text: media type, size, encoding. A wrong one ends the request with a FailureError.
import { isUtf8 } from 'node:buffer';
import { failure, FailureError, type ErrorCode } from '../domain/failure.ts';
import type { RequestContext } from './request-context.ts';

const maxBytes = 65_536;

/** RFC 9110, section 8.3.1, and RFC 6839 for `+json`: one media type, any parameters, also in quotes, any case. */
const jsonType =
  /^\s*application\/(?:json|[a-z0-9!#$%&'*+.^_`|~-]+\+json)\s*(?:;(?:[^,"]|"(?:[^"\\]|\\.)*")*)?$/i;

export function readBody(context: RequestContext): void {
  checkMedia(context);
  const { body, isBase64Encoded } = context;
  if (typeof body !== 'string') return;
  const decoded = isBase64Encoded ? Buffer.from(body, 'base64') : undefined;
  context.bytes = decoded?.length ?? Buffer.byteLength(body);
  if (context.bytes > maxBytes) throwFailure('payload_too_large');
  context.body = decoded === undefined ? body : decode(decoded);
  context.isBase64Encoded = false;
}

function checkMedia(context: RequestContext): void {
  const type = header(context, 'content-type');
  if (type === '')
    throwFailure('unsupported_media_type', 'the content type is absent; send content-type: application/json');
  if (!jsonType.test(type)) throwFailure('unsupported_media_type');
  // RFC 9110, section 8.4: a list of codings; `identity` means none.
  const codings = header(context, 'content-encoding').split(',');
  if (codings.some((coding) => !['', 'identity'].includes(coding.trim().toLowerCase())))
    throwFailure('unsupported_media_type', 'the body has a content-encoding; send it as it is, without one');
}

/** The text of a header; '' if there is none, or no text. */
function header({ headers }: RequestContext, name: string): string {
  // API Gateway sends names in lower case; other senders of events may not.
  const value = headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === 'string' ? value : '';
}

/** Keeps a byte order mark, for the parser to name it. */
function decode(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8');
  const head = bytes.toString('hex', 0, 4);
  const mark = byteOrderMarks.find(([hex]) => head.startsWith(hex));
  const problem = mark
    ? `the body begins with the byte order mark of ${mark[1]}; send UTF-8`
    : 'the body must be valid UTF-8';
  return throwFailure('invalid_json', problem);
}

/** The longer first: that of UTF-32 begins with that of UTF-16. */
const byteOrderMarks = [
  ['fffe0000', 'UTF-32'],
  ['0000feff', 'UTF-32'],
  ['fffe', 'UTF-16'],
  ['feff', 'UTF-16'],
] as const;

function throwFailure(code: ErrorCode, message?: string): never {
  throw new FailureError(failure(code, message === undefined ? {} : { message }));
}
