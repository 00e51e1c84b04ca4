// Decides whether a body holds so many values that they need the faster parser.

/** No payload that an action takes has as many. */
const maxValues = 1_000;

/** Counts the characters that come before every value but the first, also inside strings: a long text may count as many values. */
export function hasManyValues(text: string): boolean {
  let count = 0;
  // By index: an iterator takes five times as long.
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === ',' || character === '[' || character === '{') count += 1;
  }
  return count > maxValues;
}
