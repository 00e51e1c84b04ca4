// Writes tables and code in Markdown.

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

/** The values as code, separated by commas; a dash if there are none. */
export function codes(values: readonly unknown[]): string {
  return values.map((value) => `\`${String(value)}\``).join(', ') || '–';
}

export function yesOrNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
