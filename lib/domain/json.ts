// Reads JSON of unknown shape.

export type JsonObject = { readonly [field: string]: unknown };

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The field of an object, never one that it inherits. */
export function field(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** The value of JSON text; undefined if it is none, such as the page of a proxy or half an answer. */
export function parseIfJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Whether a field of the envelope counts as not sent: absent, null or empty. */
export function isAbsent(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}
