// What the executor needs of the outside. Adapters implement it; they throw a Fault where the outside fails.
import type { ReminderEffect } from '../actions/plan.ts';
import type { Invocation } from '../contract/invocation.ts';

export type State = 'pending' | 'done' | 'failed';

/** The record of one execution, as it stands in the store. */
export type Execution = {
  readonly traceId: string;
  readonly fingerprint: string;
  /** An action of this version, or of another that wrote to the same table. */
  readonly actionType: string;
  readonly state: State;
  /** JSON text of `execution_result`; none while pending. */
  readonly resultJson: string | undefined;
  /** When it was first claimed or written: ISO 8601, UTC. */
  readonly createdAt: string;
  /** Token of the invocation that wrote it, or that has taken it over. */
  readonly token: string;
  /** Until when a pending execution belongs to its invocation: milliseconds since the epoch. */
  readonly leaseUntilMs: number | undefined;
  /** Since when it does. */
  readonly leaseSinceMs?: number | undefined;
  /** When its effect happens, where that is yet to come: seconds since the epoch. It does not expire before. */
  readonly effectAtSeconds?: number;
};

export type Executions = {
  /** Writes an execution, done or pending, if none stands there; gives what stands there otherwise. */
  record(execution: Execution, invocation: Invocation): Promise<Execution | undefined>;
  /** What stands under a trace id, read consistently. */
  find(traceId: string, invocation: Invocation): Promise<Execution | undefined>;
  /** Gives a pending execution to another invocation, if it is still held as it was seen; else gives what stands there. */
  takeOver(seen: Execution, next: Holder, invocation: Invocation): Promise<Execution | undefined>;
  /** Gives a claim that is still ours its outcome; gives what stands there otherwise. */
  settle(settled: Execution, invocation: Invocation): Promise<Execution | undefined>;
  /** Ends the lease of a claim that is still ours, so that the next try may take it over at once. */
  handBack(claimed: Execution, invocation: Invocation): Promise<void>;
};

export type Topics = {
  /** The JSON text of the operator's entry on a normalised topic. */
  find(topic: string, invocation: Invocation): Promise<string | undefined>;
};

/** Who holds a pending execution, since when and until when. */
export type Holder = {
  readonly token: string;
  readonly leaseSinceMs: number;
  readonly leaseUntilMs: number;
};

/** What an outside system said: it is done, or it will never be, or it is not known and worth another try. */
export type Acted =
  | { readonly kind: 'done' }
  | { readonly kind: 'rejected'; readonly cause: string }
  | { readonly kind: 'unavailable'; readonly cause: string };

/** Carries an effect out. Doing it again under the same key must end in the same as doing it once. */
export type Reminders = {
  schedule(effect: ReminderEffect, effectKey: string, invocation: Invocation): Promise<Acted>;
};

export type Ports = {
  readonly executions: Executions;
  readonly topics: Topics;
  readonly reminders: Reminders;
};
