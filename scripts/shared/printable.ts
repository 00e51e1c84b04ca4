// Makes foreign text safe for a terminal: no character of it moves the cursor, changes colours or the direction of
// writing, or stays unseen.

// A joiner is seen by what it does to its neighbours, in emoji and in scripts such as Persian; after ASCII it does nothing.
const unsafe = /(?!(?<=\P{ASCII})[\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** `text` with such characters written out: `\u{1b}`. */
export function printable(text: string): string {
  return text.replaceAll(unsafe, (character) => String.raw`\u{${character.codePointAt(0)?.toString(16)}}`);
}

/** JSON text with such characters escaped. It represents the same value, on the same lines. */
export function printableJson(json: string): string {
  return json.replaceAll(unsafe, (character) => {
    if (character === '\n' || character === '\t') return character;
    // JSON text has it only between tokens, where it means nothing.
    if (character === '\r') return '';
    const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
    return units.map((unit) => String.raw`\u${unit.toString(16).padStart(4, '0')}`).join('');
  });
}
