// Names missing fields in a message. Imports nothing, because the generator of the tables uses it too.

/** `title` → `title is`; `title`, `start_time` and `end_time` → `title, start_time and end_time are`. */
export function nameMissing(fields: readonly string[]): string {
  const last = fields.at(-1) as string;
  return fields.length === 1 ? `${last} is` : `${fields.slice(0, -1).join(', ')} and ${last} are`;
}
