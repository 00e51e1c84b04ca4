// Looks into parsed JSON of unknown shape.

export type JsonObject = { readonly [field: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field of an object, never one that it inherits. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The first `most` code points of a text, so that no surrogate pair is torn. */
export function cut(text: string, most: number): string {
  // Stryker disable next-line MethodExpression: only so that a long text is not taken apart as a whole
  const start = text.slice(0, 2 * most);
  return Array.from(start).slice(0, most).join('');
}
