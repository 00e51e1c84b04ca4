// The budgets, each once. A number here is a promise: a change that breaks it is the thing to change.
import type { Spread } from './statistics.ts';

export const BUDGETS = {
  requests: { task: 1, replay: 1, skip: 0, refusal: 0, reminder: 2, delivery: 2 },
  warm: { floor: 1.3, standard: 0.45 },
  warmP99: { floor: 1.5 },
  aboveEmptyHandlerMs: 0.15,
  load: { floor: 1.2, standard: 0.42 },
  firstAnswer: { floor: 1.2 },
  zip: { floor: 1.25 },
  memory: { floor: 1.15, growth: 1.05 },
  logBytes: 1024,
  itemWriteUnits: 1,
  stored: 1.2,
  throughput: { floor: 0.8 },
  localServerP99Ms: 250,
} as const;

/** One comparison of a row with its budget. */
export interface Check {
  readonly of: 'floor' | 'standard stack' | 'value' | 'empty store';
  readonly value: Spread;
  readonly most?: number;
  readonly least?: number;
}

export interface Row {
  readonly id: string;
  readonly measured: string;
  readonly unit: string;
  /** The unit of a limit on the value itself, when it is not the row's. */
  readonly limitUnit?: string;
  readonly floor?: Spread;
  readonly standard?: Spread;
  readonly ours?: Spread;
  readonly checks: readonly Check[];
}

/** The median decides; the quartiles are shown beside it. */
export function holds({ value, most, least }: Check): boolean {
  return value.median <= (most ?? Infinity) && value.median >= (least ?? -Infinity);
}

export function rowHolds(row: Row): boolean {
  return row.checks.every((check) => holds(check));
}
