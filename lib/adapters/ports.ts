// What the service needs of the outside. Adapters implement it; they throw a Fault where the outside fails.
import type { Invocation } from '../domain/invocation.ts';

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
  /** HTTP status of an outcome that is a failure. */
  readonly httpStatus?: number | undefined;
  /** JSON text of the `execution_result` that it is to have, while it is pending. */
  readonly plannedJson?: string | undefined;
  /** Token of the invocation that wrote it, or that has taken it over. */
  readonly token: string;
  /** Until when a pending execution belongs to its invocation: milliseconds since the epoch. */
  readonly leaseUntilMs: number | undefined;
  /** Since when it does. */
  readonly leaseSinceMs?: number | undefined;
  /** Names its effect outside. */
  readonly effectKey?: string | undefined;
  /** When its effect is to be delivered: the first whole second for it, since the epoch. It does not expire before it was. */
  readonly effectAtSeconds?: number | undefined;
  /** Token of the invocation that is delivering it, or did not finish to. */
  readonly deliveryToken?: string | undefined;
  /** When it was delivered: ISO 8601, UTC. */
  readonly deliveredAt?: string | undefined;
};

export type Executions = {
  /** Writes an execution, done or pending, if none stands there; gives what stands there otherwise. */
  record(execution: Execution, invocation: Invocation): Promise<Execution | undefined>;
  /** What stands under a trace id, read consistently. */
  find(traceId: string, invocation: Invocation): Promise<Execution | undefined>;
  /**
   * Gives a pending execution to another invocation, if it is still held as it was seen; gives what stands there then.
   *
   * @param taken the same, with its holder, its plan and its effect as they are to stand
   */
  takeOver(seen: Execution, taken: Execution, invocation: Invocation): Promise<Execution>;
  /** Gives a claim that is still ours its outcome; gives what stands there otherwise. */
  settle(settled: Execution, invocation: Invocation): Promise<Execution | undefined>;
  /** Ends the lease of a claim that is still ours, so that the next try may take it over at once. */
  handBack(claimed: Execution, invocation: Invocation): Promise<void>;
  /**
   * Gives the delivery of an effect to this invocation, if it is due, not done and in no one else's hands; gives what stands there then.
   *
   * @param dueSeconds until when an effect counts as due: seconds since the epoch
   */
  claimDelivery(due: Due, dueSeconds: number, invocation: Invocation): Promise<Execution | undefined>;
  /** Records when an effect was delivered, if its delivery is still this invocation's. */
  markDelivered(due: Due, deliveredAt: string, invocation: Invocation): Promise<void>;
  /** Gives the delivery up, so that the next try may have it at once. */
  releaseDelivery(due: Due, invocation: Invocation): Promise<void>;
};

/** What a schedule knows of its execution, and brings back when it is due. */
export type Due = { readonly traceId: string; readonly effectKey: string };

export type Topics = {
  /** The JSON text of the operator's entry on a normalised topic. */
  find(topic: string, invocation: Invocation): Promise<string | undefined>;
};

/** What an outside system said: it is done, or it will never be, or it is not known and worth another try. */
export type Acted =
  | { readonly kind: 'done' }
  | { readonly kind: 'rejected'; readonly cause: string }
  | { readonly kind: 'unavailable'; readonly cause: string };

/** Has the service called back at an instant. Doing it again under the same key must end in the same as doing it once. */
export type Reminders = {
  /** @param atSeconds seconds since the epoch */
  schedule(due: Due, atSeconds: number, invocation: Invocation): Promise<Acted>;
};

/** A reminder that is due, as its record has it. */
export type DueReminder = {
  readonly traceId: string;
  readonly reminderId: string;
  readonly effectKey: string;
  readonly message: string;
  /** ISO 8601 in UTC, to the second. */
  readonly dueAt: string;
  /** The JSON text of its `execution_result`. */
  readonly resultJson: string;
};

/** Hands a due reminder over. Safe to do twice: the receiver knows it by the same id. */
export type Delivery = {
  /** As the log calls it: `sns`, `log`, `webhook`. */
  readonly name: string;
  handOver(reminder: DueReminder, invocation: Invocation): Promise<Acted>;
};

export type Ports = {
  readonly executions: Executions;
  readonly topics: Topics;
  readonly reminders: Reminders;
};
