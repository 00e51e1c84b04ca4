// Limits how much of a request is validated. A validator makes an error of each breach, and a body of 64 KiB can hold 30,000.
import { isObject, type JsonObject } from '../domain/json.ts';

/** Every schema refuses more members than this, and an answer names at most twenty breaches. */
const maxMembers = 100;

/**
 * The object with the first members of it, and of the objects and lists in it: as many as are worth validating.
 *
 * @param known fields of these objects, which are kept: they were sent, wherever they stand
 */
export function limitMembers(value: JsonObject, known: readonly string[]): JsonObject {
  const mapFirst = (object: JsonObject, map: (member: unknown) => unknown): JsonObject => {
    const names = Object.keys(object).filter((name, index) => index < maxMembers || known.includes(name));
    return Object.fromEntries(names.map((name) => [name, map(object[name])]));
  };
  return mapFirst(value, (inner) => {
    if (Array.isArray(inner)) return inner.slice(0, maxMembers) as unknown[];
    return isObject(inner) ? mapFirst(inner, (member) => member) : inner;
  });
}
