// From the body's text to its JSON value, by middy's parser, with the contract's answer to whatever that refuses.
import httpJsonBodyParser from '@middy/http-json-body-parser';
import { failure, Fault } from '../contract/failure.ts';
import { readTraceId } from '../validation/check-request.ts';
import { isObject } from '../validation/objects.ts';
import type { Exchange } from './exchange.ts';

const parser = httpJsonBodyParser({ disableContentTypeCheck: true });

/** What the parser throws. Its cause carries the body: nothing of it may go on. */
type Refusal = { readonly message: string; readonly cause: { readonly message?: string } };

/** A string escape can smuggle in half a surrogate pair; the text itself then looks well formed. */
const surrogateEscape = /\\u[dD][89a-fA-F]/;

export function parseBody(exchange: Exchange): void {
  const text = exchange.body;
  // RFC 8259, section 8.1: JSON must not begin with one, and whoever looks at the text does not see it.
  if (typeof text === 'string' && text.startsWith('\ufeff'))
    refuse('the body begins with a byte order mark; send it without');
  if (typeof text !== 'string' || text.trim() === '') refuse('the body is empty; send a JSON object');
  if (!text.isWellFormed()) refuse('the body holds a lone surrogate');
  exchange.body = parse(exchange, text);
  if (surrogateEscape.test(text) && hasLoneSurrogate(exchange.body))
    refuse('the body holds a lone surrogate');
  exchange.parsed = true;
  exchange.traceId = readTraceId(exchange.body);
}

function parse(exchange: Exchange, text: string): unknown {
  try {
    // middy's parser puts the value in the place of the text.
    // Stryker disable next-line OptionalChaining: only its type may lack a function
    parser.before?.({ event: exchange } as unknown as Parameters<NonNullable<typeof parser.before>>[0]);
    return exchange.body;
  } catch (error) {
    const { message, cause } = error as Refusal;
    if (cause.message?.startsWith('Maximum call stack') === true) return parseDeep(text);
    if (message.startsWith('Forbidden key')) refuse('the body carries a forbidden key');
    return refuse('the body must be valid JSON');
  }
}

/** The parser walks what it parsed by recursion; JSON itself sets no limit to its depth. */
function parseDeep(text: string): unknown {
  const value: unknown = JSON.parse(text);
  for (const [key, inner] of walk(value)) {
    const poisons = key === 'constructor' && isObject(inner) && Object.hasOwn(inner, 'prototype');
    if (key === '__proto__' || poisons) refuse('the body carries a forbidden key');
  }
  return value;
}

function hasLoneSurrogate(value: unknown): boolean {
  for (const [key, inner] of walk(value)) {
    if (!key.isWellFormed() || (typeof inner === 'string' && !inner.isWellFormed())) return true;
  }
  return false;
}

/** Every key and value of a JSON value, at any depth. */
function* walk(value: unknown): Generator<readonly [string, unknown]> {
  // Stryker disable next-line StringLiteral: any name will do that is not forbidden
  const open: (readonly [string, unknown])[] = [['', value]];
  for (let entry = open.pop(); entry !== undefined; entry = open.pop()) {
    yield entry;
    const inner = entry[1];
    if (typeof inner === 'object' && inner !== null)
      for (const next of Object.entries(inner)) open.push(next);
  }
}

function refuse(message: string): never {
  throw new Fault(failure('invalid_json', { message }));
}
