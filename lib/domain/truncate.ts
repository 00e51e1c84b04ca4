// Cuts a caller's text to the length that may be logged or sent back.

/** The first `maxLength` code points of a text: a surrogate pair is never split. */
export function truncate(text: string, maxLength: number): string {
  let length = 0;
  let end = 0;
  for (const character of text) {
    if (length === maxLength) break;
    length += 1;
    end += character.length;
  }
  return text.slice(0, end);
}
