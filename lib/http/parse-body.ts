// From the body's text to its JSON value, by middy's parser. Whatever the parser refuses ends the request with `invalid_json`.
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { failure, FailureError } from '../domain/failure.ts';
import { isObject, parseIfJson } from '../domain/json.ts';
import { readRequest } from '../validation/read-request.ts';
import { findTextFault } from './check-texts.ts';
import { hasManyValues } from './many-values.ts';
import type { RequestContext } from './request-context.ts';
import { visitMembers } from './visit-members.ts';

const forbiddenKey = 'the body carries a forbidden key';
const loneSurrogate = 'the body holds a lone surrogate';
const notJson = 'the body must be valid JSON';

// The parser reads and replaces `body` and nothing else, but its type asks for a whole request of middy and an event of API Gateway:
// the double cast leaves those out.
const { before: parseInPlace } = httpJsonBodyParser({ disableContentTypeCheck: true }) as unknown as {
  before: (request: { event: RequestContext }) => void;
};

/** What the parser throws. Its cause carries the body, so only its message is read. */
type ParserError = { readonly message: string };

export function parseBody(context: RequestContext): void {
  const text = context.body;
  // RFC 8259, section 8.1: JSON must not begin with one, and a person who reads the text does not see it.
  if (typeof text === 'string' && text.startsWith('\ufeff'))
    throwFailure('the body begins with a byte order mark; send it without');
  if (typeof text !== 'string' || text.trim() === '') throwFailure('the body is empty; send a JSON object');
  if (!text.isWellFormed()) throwFailure(loneSurrogate);
  if (hasManyValues(text)) context.body = parseLarge(text);
  else parse(context);
  const fault = findTextFault(text);
  if (fault !== undefined) throwFailure(fault === 'forbidden key' ? forbiddenKey : loneSurrogate);
  context.request = readRequest(context.body);
}

function parse(context: RequestContext): void {
  try {
    parseInPlace({ event: context });
  } catch (error) {
    throwFailure((error as ParserError).message.startsWith('Forbidden key') ? forbiddenKey : notJson);
  }
}

/**
 * Without middy's parser, which visits each value by a callback and by recursion: 20 ms for the 30,000 values that 64 KiB can hold,
 * and a stack overflow if as many are nested.
 */
function parseLarge(text: string): unknown {
  const value = parseIfJson(text);
  if (value === undefined) throwFailure(notJson);
  // As the parser does: no code of another package can take these for the prototype of an object.
  visitMembers(value, (name, inner) => {
    if (name === 'constructor' && isObject(inner) && Object.hasOwn(inner, 'prototype'))
      throwFailure(forbiddenKey);
  });
  return value;
}

function throwFailure(message: string): never {
  throw new FailureError(failure('invalid_json', { message }));
}
