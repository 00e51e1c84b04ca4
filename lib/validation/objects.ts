// Looks into parsed JSON of unknown shape.

export type JsonObject = { readonly [field: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field of an object, never one that it inherits. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/**
 * What to add to "must be an object" or "must be an array": `, not a list`, say, where the value is of a kind that
 * programs send by mistake; else nothing.
 */
export function insteadOf(wanted: string, value: unknown): string {
  if (typeof value === 'string') return `, not a string: send the ${wanted} itself, not its JSON text`;
  return Array.isArray(value) ? ', not a list' : '';
}

/** The first `most` code points of a text, so that no surrogate pair is torn. */
export function cut(text: string, most: number): string {
  // Stryker disable next-line MethodExpression: only so that a long text is not taken apart as a whole
  const start = text.slice(0, 2 * most);
  return Array.from(start).slice(0, most).join('');
}
