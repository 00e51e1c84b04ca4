// Owns: leaving out, while mutants are judged, the suites that need more than Node. Stands in for support/extras.ts.
export type Extra = string;
export const extraNames: readonly Extra[] = [];

export function isJavaThere(): boolean {
  return false;
}

export function findChromium(): undefined {
  return undefined;
}

export function whyMissing(): string {
  return 'left out while mutants are judged';
}

export function titleWith(extra: Extra, title: string): string {
  return `${title} [${extra}]`;
}
