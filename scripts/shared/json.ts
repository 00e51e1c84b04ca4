// Reads JSON for tools: text that may not be JSON at all, and numbers that must be shown as they were written.
import { isObject, parseIfJson, type JsonObject } from '../../lib/domain/json.ts';

/** What Node 24 has of https://github.com/tc39/proposal-json-parse-with-source and TypeScript's library lacks. */
type JsonWithSource = {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): boolean;
};

const json = JSON as unknown as JsonWithSource;

/** As JSON.parse. A number that JSON.stringify would write in another way is kept as its text, which it writes as it is.
 * @throws SyntaxError when it is not JSON */
export function parseExact(text: string): unknown {
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && source !== JSON.stringify(value)
      ? json.rawJSON(source)
      : value,
  );
}

/** Whether this value of `parseExact` is a number that is kept as its text. */
export function isExactNumber(value: unknown): boolean {
  return json.isRawJSON(value);
}

/** The object that `text` is, or an empty one when it is something else. */
export function jsonObject(text: string | undefined): JsonObject {
  const value = parseIfJson(text ?? '');
  return isObject(value) ? value : {};
}

export function isJson(text: string): boolean {
  return parseIfJson(text) !== undefined;
}
