// What an execution does outside the service, how it is named there, and its result.
import type { ActionType } from '../generated/tables.ts';
import type { Payloads, Results } from '../generated/payloads.ts';

/** The actions that create something: all but the query. */
export type EffectAction = Exclude<ActionType, 'info'>;

/** The payload of an action that creates something. */
export type EffectPayload<Type extends EffectAction> = Payloads[Type];

/** Names an effect: a schedule carries both names, and brings them back when it fires. */
export type EffectRef = { readonly traceId: string; readonly effectKey: string };

/** What is to be done outside for one execution. It is the same on every try, whoever makes it. */
export type Effect<Type extends EffectAction = EffectAction> = EffectRef & {
  readonly actionType: Type;
  /** The id of what it creates: `task_001`. */
  readonly id: string;
  /** When it was first claimed: ISO 8601, UTC. */
  readonly createdAt: string;
  /** The `execution_result` of a success, as far as it is known before the effect. */
  readonly result: Results[Type];
  /** When a reminder, or a task with a time, is due: the first whole second that is not before it, since the epoch. */
  readonly dueSeconds: number | undefined;
};

/** What an outside system calls the thing that it made. */
export type External = { readonly id: string; readonly url?: string };

/** What an outside system said: done, refused for good, or unknown and worth another try. `cause` is a name, for the log. */
export type EffectResult =
  | { readonly kind: 'done'; readonly external?: External }
  | { readonly kind: 'rejected'; readonly cause: string }
  /** `retryAfterSeconds`: when the outside system asked to be called again, at most 300. */
  | { readonly kind: 'unavailable'; readonly cause: string; readonly retryAfterSeconds?: number };

/** A reminder that is due, as its record has it. */
export type DueReminder = EffectRef & {
  readonly reminderId: string;
  readonly message: string;
  /** ISO 8601 in UTC, to the second. */
  readonly dueAt: string;
  /** The JSON text of its `execution_result`. */
  readonly resultJson: string;
};
