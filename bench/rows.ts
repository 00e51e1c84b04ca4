// From samples to a row of the table, with its ratios checked against the budget.
import type { Check, Row } from './budgets.ts';
import { exact, ratios, spread } from './statistics.ts';

export interface Limits {
  readonly floor?: number;
  readonly standard?: number;
}

/** A row of samples, one a round, in the order floor, standard stack, ours. */
export function sampledRow(
  [id, measured, unit]: readonly [id: string, measured: string, unit: string],
  [floor = [], standard = [], ours]: readonly (readonly number[])[],
  limits: Limits,
): Row {
  const checks: Check[] = [];
  if (ours && limits.floor !== undefined)
    checks.push({ of: 'floor', value: spread(ratios(ours, floor)), most: limits.floor });
  if (ours && limits.standard !== undefined)
    checks.push({ of: 'standard stack', value: spread(ratios(ours, standard)), most: limits.standard });
  return {
    id,
    measured,
    unit,
    ...(floor.length > 0 && { floor: spread(floor) }),
    ...(standard.length > 0 && { standard: spread(standard) }),
    ...(ours && { ours: spread(ours) }),
    checks,
  };
}

/** A row of counts; `most` is a limit on our own count. */
export function countedRow(
  [id, measured, unit]: readonly [id: string, measured: string, unit: string],
  [floor, standard, ours]: readonly (number | undefined)[],
  limits: Limits & { most?: number },
): Row {
  const checks: Check[] = [];
  if (ours !== undefined && limits.most !== undefined)
    checks.push({ of: 'value', value: exact(ours), most: limits.most });
  if (ours !== undefined && floor !== undefined && limits.floor !== undefined)
    checks.push({ of: 'floor', value: exact(ours / floor), most: limits.floor });
  return {
    id,
    measured,
    unit,
    ...(floor !== undefined && { floor: exact(floor) }),
    ...(standard !== undefined && { standard: exact(standard) }),
    ...(ours !== undefined && { ours: exact(ours) }),
    checks,
  };
}
