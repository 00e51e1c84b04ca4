// "Missing" in the sense of the contract: absent, null, empty, or only white space.

export function isMissing(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value === 'string') return value.trim() === '';
  return Array.isArray(value) && value.length === 0;
}

/** `title` → `title is`; `title`, `start_time` and `end_time` → `title, start_time and end_time are`. */
export function nameMissing(fields: readonly string[]): string {
  const last = fields.at(-1) as string;
  return fields.length === 1 ? `${last} is` : `${fields.slice(0, -1).join(', ')} and ${last} are`;
}
