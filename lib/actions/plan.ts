// What an action gives: a plan of what to do, by values alone. The executor carries it out; an action touches nothing.
import type { Failure } from '../domain/failure.ts';
import type { Payloads } from '../generated/payloads.ts';
import type { ActionType } from '../generated/tables.ts';
import type { Instant } from '../time/instant.ts';
import type { Lookup } from './lookup.ts';

/** What an action may know beside its payload. */
export type Circumstances = {
  readonly now: Instant;
  readonly defaultTimezone: string;
};

/** Something to do outside, under the effect key of its execution: to come back at an instant, and deliver. */
export type Effect = { readonly kind: 'reminder'; readonly due: Instant };

/** Fields that the result carries after the payload's own. */
export type Additions = Readonly<Record<string, unknown>>;

export type Plan =
  /** The record of the execution is all there is to do. */
  | { readonly kind: 'record'; readonly additions: Additions }
  /** Something is to be done outside. `refusalIfNew` refuses a trace that has not been executed before. */
  | {
      readonly kind: 'effect';
      readonly additions: Additions;
      readonly effect: Effect;
      readonly refusalIfNew?: Failure;
    }
  /** Something is to be read, and nothing recorded. */
  | { readonly kind: 'query'; readonly lookup: Lookup }
  /** `ifNew`: only a trace that has not been executed before, for the clock or a zone speaks against it, and not the request alone. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly ifNew?: true };

/** The same payload in the same circumstances always gives the same plan. */
export type Action<Type extends ActionType> = (
  payload: Payloads[Type],
  circumstances: Circumstances,
) => Plan | Promise<Plan>;
