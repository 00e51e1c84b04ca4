// "Missing" in the sense of the contract: one rule for every field of a payload, required or not.
import { visible } from '../generated/validators.js';
import type { JsonObject } from './objects.ts';

/** Absent, `null`, an empty list, or a text without a visible character. */
function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' ? !visible(value) : Array.isArray(value) && value.length === 0;
}

/** The payload without those of the named fields that are missing. A field of another name stays, whatever its value. */
export function withoutMissing(payload: JsonObject, fields: readonly string[]): JsonObject {
  const missing = new Set(fields.filter((name) => Object.hasOwn(payload, name) && isMissing(payload[name])));
  if (missing.size === 0) return payload;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !missing.has(name)));
}
