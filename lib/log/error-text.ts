// Describes an unexpected error for the log: its name, message and stack, without any value that the caller sent.
import { types } from 'node:util';
import { isObject } from '../domain/json.ts';

export type ErrorText = { readonly name: string; readonly message: string; readonly stack?: string };

/** Shorter values occur in any stack by chance, and reveal nothing. */
const minSecretLength = 3;

/** More values than any payload that an action takes has: each is looked for in the whole of a text. */
const maxSecrets = 500;
/** What the runtime keeps of a stack. */
const maxFrames = 10;

/** @param request the parsed body, or its text if it was not parsed */
export function describeError(error: unknown, request: unknown): ErrorText {
  const { name, message, stack } = read(error);
  // As they are, and as JSON or a quoted message has them; the longest first, because one may be part of another.
  const spellings = [...textsOf(request)].flatMap((text) => [text, JSON.stringify(text).slice(1, -1)]);
  const secrets = [...new Set(spellings)]
    .filter((text) => text.length >= minSecretLength)
    .toSorted((a, b) => b.length - a.length);
  const hide = (text: string) => secrets.reduce((left, secret) => left.replaceAll(secret, '[hidden]'), text);
  // JSON.parse quotes the text that it read, which may come from the store.
  if (secrets.length <= maxSecrets && name !== 'SyntaxError')
    return { name: hide(name), message: hide(message), ...(stack !== undefined && { stack: hide(stack) }) };
  // A message may be as long as the body, and to look for 10,000 values in it takes seconds. Where it happened is short.
  const frames = stack?.split('\n').slice(-maxFrames).join('\n');
  return { name: hide(name), message: '[hidden]', ...(frames !== undefined && { stack: hide(frames) }) };
}

/** Reads any thrown value, even one that throws again when it is read. */
function read(error: unknown): ErrorText {
  try {
    if (error instanceof Error || types.isNativeError(error))
      return { name: error.name, message: error.message, stack: String(error.stack) };
    return { name: 'NotAnError', message: `not an error was thrown, but a value of type ${typeof error}` };
  } catch {
    return { name: 'UnreadableError', message: 'what was thrown cannot be read' };
  }
}

function* textsOf(request: unknown): Generator<string> {
  const open: unknown[] = [isObject(request) ? request['data'] : request];
  while (open.length > 0) {
    const value = open.pop();
    if (typeof value === 'string') yield value;
    else if (typeof value === 'number') yield String(value);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) if (name !== 'action_type') open.push(inner);
    }
  }
}
