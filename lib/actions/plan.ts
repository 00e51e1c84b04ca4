// What an action returns: a plan, by values alone. The executor carries it out; an action touches nothing.
import type { Failure } from '../domain/failure.ts';
import type { Payloads } from '../generated/payloads.ts';
import type { ActionType } from '../generated/tables.ts';
import type { Instant } from '../time/instant.ts';
import type { Lookup } from './lookup.ts';

/** What an action may know besides its payload. */
export type ActionContext = {
  readonly now: Instant;
  readonly defaultTimezone: string;
};

/** Fields that the result carries after the payload's own. */
export type ResultFields = Readonly<Record<string, unknown>>;

export type Plan =
  /** Something is created, by the adapter of the action. `rejectIfFirst` refuses it if the trace id has no execution yet. */
  | {
      readonly kind: 'create';
      readonly fields: ResultFields;
      /** The instant at which it is due, if it has one. */
      readonly due?: Instant;
      readonly rejectIfFirst?: Failure;
    }
  /** Something is read, and nothing recorded. */
  | { readonly kind: 'query'; readonly lookup: Lookup }
  /** `onlyIfFirst`: the reason is not the request alone, but the clock, a zone or the adapter too. An execution that exists is replayed. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly onlyIfFirst?: true };

/** The same payload in the same context always gives the same plan. */
export type Action<Type extends ActionType> = (
  payload: Payloads[Type],
  context: ActionContext,
) => Plan | Promise<Plan>;
