// What an execution does outside the service, how it is named there, and its result.
import type { Instant } from '../time/instant.ts';

/** To call the service back at an instant, so that it delivers the reminder. */
export type Effect = { readonly kind: 'reminder'; readonly due: Instant };

/** Names an effect: a schedule carries both names, and brings them back when it fires. */
export type EffectRef = { readonly traceId: string; readonly effectKey: string };

/** What an outside system said: done, refused for good, or unknown and worth another try. `cause` is a name, for the log. */
export type EffectResult =
  | { readonly kind: 'done' }
  | { readonly kind: 'rejected'; readonly cause: string }
  | { readonly kind: 'unavailable'; readonly cause: string };

/** A reminder that is due, as its record has it. */
export type DueReminder = EffectRef & {
  readonly reminderId: string;
  readonly message: string;
  /** ISO 8601 in UTC, to the second. */
  readonly dueAt: string;
  /** The JSON text of its `execution_result`. */
  readonly resultJson: string;
};
