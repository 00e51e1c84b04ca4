// How much of a request is validated. A validator makes an error of each breach, and a body of 64 KiB can hold 30,000.
import { isObject, type JsonObject } from './objects.ts';

/** What has more members than this is refused for it by any schema here, and no more than twenty breaches are told. */
const maxMembers = 100;

/** An object, and the objects and lists in it, each cut to as many members as are worth validating. */
export function bounded(value: JsonObject): JsonObject {
  const cut = cutMembers(value) as JsonObject;
  return Object.fromEntries(Object.entries(cut).map(([name, inner]) => [name, cutMembers(inner)]));
}

function cutMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.slice(0, maxMembers);
  if (!isObject(value)) return value;
  const names = Object.keys(value).slice(0, maxMembers);
  return Object.fromEntries(names.map((name) => [name, value[name]]));
}
