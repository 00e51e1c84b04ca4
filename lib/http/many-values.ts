// Whether a body holds so many values that it matters how they are gone through.

/** No payload that an action takes has as many. */
const maxValues = 1_000;
/** Every value of a JSON text but the first has one of these before it. */
const before = ',[{';

/** What stands in strings is counted too: a long text may be taken for many values. */
export function hasManyValues(text: string): boolean {
  let count = 0;
  for (const character of text) if (before.includes(character)) count += 1;
  return count > maxValues;
}
