// Limits how much of a request is validated. A validator makes an error of each breach, and a body of 64 KiB can hold 30,000.
import { isObject, type JsonObject } from '../domain/json.ts';

/** Every schema refuses more members than this, and an answer names at most twenty breaches. */
const maxMembers = 100;

/** The object with the first members of it, and of the objects and lists in it: as many as are worth validating. */
export function limitMembers(value: JsonObject): JsonObject {
  return mapFirst(value, (inner) => {
    if (Array.isArray(inner)) return inner.slice(0, maxMembers) as unknown[];
    return isObject(inner) ? mapFirst(inner, (member) => member) : inner;
  });
}

function mapFirst(value: JsonObject, map: (member: unknown) => unknown): JsonObject {
  const names = Object.keys(value).slice(0, maxMembers);
  return Object.fromEntries(names.map((name) => [name, map(value[name])]));
}
