// The rows of the table: samples of each candidate, and the checks of ours against the budget.
import { ratios, spread, type Spread } from './statistics.ts';

/** What ours is divided by. */
export type Base = 'floor' | 'standard' | 'emptyStore' | 'fewExecutions' | 'without';

/** A limit on our own value, or on its ratio to a base. */
export type Limit = { readonly of: Base | 'value'; readonly most?: number; readonly least?: number };

/** A limit, and the value that it is compared with. */
export type Check = Limit & { readonly value: Spread };

/** One value for each round; a single one where it is counted; none of a candidate that is not measured. */
export type Samples = Partial<Record<Base | 'ours', readonly number[]>>;

export type Row = {
  readonly measured: string;
  readonly unit: string;
  readonly spreads: Partial<Record<Base | 'ours', Spread>>;
  readonly checks: readonly Check[];
};

/** Where ours or the base has no samples the value is not a number, which no limit holds. */
export function createRow(
  measured: string,
  unit: string,
  samples: Samples,
  limits: readonly Limit[] = [],
): Row {
  const { ours = [] } = samples;
  return {
    measured,
    unit,
    spreads: Object.fromEntries(
      Object.entries(samples)
        .filter(([, values]) => values.length > 0)
        .map(([name, values]) => [name, spread(values)]),
    ),
    checks: limits.map((limit) => ({
      ...limit,
      value: spread(limit.of === 'value' ? ours : ratios(ours, samples[limit.of] ?? [])),
    })),
  };
}

/** The median decides; the quartiles are shown beside it. */
export function holds({ value, most = Infinity, least = -Infinity }: Check): boolean {
  return value.median <= most && value.median >= least;
}

export function rowHolds(row: Row): boolean {
  return row.checks.every((check) => holds(check));
}
