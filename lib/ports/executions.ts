// The store of executions, as the executor and the delivery need it. Each method throws a FailureError if the store fails.
import type { EffectRef } from '../domain/effect.ts';
import type { ClaimedExecution, Execution } from '../domain/execution.ts';
import type { Invocation } from '../domain/invocation.ts';

export type Executions = {
  /** Reads the execution of a trace id, consistently. */
  find(traceId: string, invocation: Invocation): Promise<Execution | undefined>;
  /** Writes an execution if its trace id has none; returns the existing one otherwise. */
  putIfAbsent(execution: Execution, invocation: Invocation): Promise<Execution | undefined>;
  /** Replaces a pending execution by its take-over, if its lease owner is still the one seen. Returns what the store holds then. */
  takeOver(seen: Execution, taken: ClaimedExecution, invocation: Invocation): Promise<Execution>;
  /** Writes the outcome of a claim if this invocation still owns it; returns the existing execution otherwise. */
  complete(completed: Execution, invocation: Invocation): Promise<Execution | undefined>;
  /** Ends the lease of a claim that this invocation still owns, so that the next try may take it over at once. */
  release(claimed: Execution, invocation: Invocation): Promise<void>;
  /**
   * Gives the delivery of an effect to this invocation, if the effect is due, not delivered, and no other invocation delivers it.
   * Returns what the store holds then.
   *
   * @param dueSeconds the latest time at which an effect counts as due: seconds since the epoch
   */
  claimDelivery(ref: EffectRef, dueSeconds: number, invocation: Invocation): Promise<Execution | undefined>;
  /** Records when an effect was delivered, if this invocation still owns the delivery. */
  markDelivered(ref: EffectRef, deliveredAt: string, invocation: Invocation): Promise<void>;
  /** Gives up a delivery that this invocation still owns, so that the next try may have it at once. */
  releaseDelivery(ref: EffectRef, invocation: Invocation): Promise<void>;
};
