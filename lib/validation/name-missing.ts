// How missing fields are named to a caller. Imports nothing, for the generator of the tables needs it too.

/** `title` → `title is`; `title`, `start_time` and `end_time` → `title, start_time and end_time are`. */
export function nameMissing(fields: readonly string[]): string {
  const last = fields.at(-1) as string;
  return fields.length === 1 ? `${last} is` : `${fields.slice(0, -1).join(', ')} and ${last} are`;
}
