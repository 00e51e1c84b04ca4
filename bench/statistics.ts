// Medians, quartiles and percentiles.

export type Spread = { readonly median: number; readonly lower: number; readonly upper: number };

/** The value below which `share` (0 to 1) of the values lie, interpolated between neighbours. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const position = (sorted.length - 1) * share;
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? Number.NaN;
  return below + (above - below) * (position - Math.floor(position));
}

export function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

/** The median and the quartiles; of a single value three times this value. */
export function spread(values: readonly number[]): Spread {
  return { median: median(values), lower: percentile(values, 0.25), upper: percentile(values, 0.75) };
}

/** Round by round, so that a slow moment of the machine affects both sides. */
export function ratios(numerators: readonly number[], denominators: readonly number[]): number[] {
  return numerators.map((numerator, round) => numerator / (denominators[round] ?? Number.NaN));
}
