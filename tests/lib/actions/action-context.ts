// The context in which the tests of the actions plan, and the refusal of a time as they expect it.
import type { ActionContext } from '../../../lib/actions/plan.ts';
import { failure } from '../../../lib/domain/failure.ts';

const now = { epochSeconds: Date.UTC(2031, 3, 1, 9, 30) / 1000, nanoseconds: 500_000_000 };
export const context: ActionContext = { now, defaultTimezone: 'Europe/Berlin' };

export function invalidTime(message: string, ...details: { path: string; message: string }[]) {
  return { kind: 'refused', failure: failure('invalid_time', { message, details }) };
}
