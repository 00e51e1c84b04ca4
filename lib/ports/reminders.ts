// The scheduler of reminders: it calls the service back when one is due.
import type { EffectRef, EffectResult } from '../domain/effect.ts';
import type { Invocation } from '../domain/invocation.ts';

export type Reminders = {
  /**
   * Creates the schedule of an effect. A second call under the same effect key must have the same result as one call.
   *
   * @param atSeconds seconds since the epoch
   */
  schedule(ref: EffectRef, atSeconds: number, invocation: Invocation): Promise<EffectResult>;
};
