// Owns: the columns that the lines of a story stand in: an offset, a label, and what is said.

// As wide as the longest field name, `participants`.
const labelWidth = 12;

export function row(
  offset: string,
  label: string,
  text: string,
  paintLabel = (word: string): string => word,
): string {
  return `${offset.padStart(12)}  ${paintLabel(label.padEnd(labelWidth))}  ${text}`;
}
