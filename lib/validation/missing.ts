// Decides which fields of a payload count as missing: one rule for all fields (schemas/README.md, Missing fields).
import { visible } from '../generated/validators.js';
import type { JsonObject } from '../domain/json.ts';

/** The payload without those of the named fields that are missing. A field of another name stays, whatever its value. */
export function withoutMissing(payload: JsonObject, fields: readonly string[]): JsonObject {
  const given = Object.entries(payload).filter(
    ([name, value]) => !(fields.includes(name) && isMissing(value)),
  );
  return Object.fromEntries(given);
}

/** `null`, an empty list, or a text without a visible character. */
function isMissing(value: unknown): boolean {
  if (value === null) return true;
  return typeof value === 'string' ? !visible(value) : Array.isArray(value) && value.length === 0;
}
