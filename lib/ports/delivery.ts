// The receiver of due reminders.
import type { DueReminder, EffectResult } from '../domain/effect.ts';
import type { Invocation } from '../domain/invocation.ts';

export type Delivery = {
  /** Its name in the log: `sns`, `log`, `webhook`, or `none`. */
  readonly name: string;
  /** Hands a due reminder over. A repeated call is safe: it carries the same id, by which the receiver knows it. */
  handOver(reminder: DueReminder, invocation: Invocation): Promise<EffectResult>;
};
