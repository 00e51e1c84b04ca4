// The record of one execution: what the store keeps under its trace id.

export type ExecutionState = 'pending' | 'done' | 'failed';

export type Execution = {
  readonly traceId: string;
  readonly fingerprint: string;
  /** An action of this version, or of another version that wrote to the same table. */
  readonly actionType: string;
  readonly state: ExecutionState;
  /** JSON text of `execution_result`; absent while pending. */
  readonly resultJson: string | undefined;
  /** When it was first claimed or written: ISO 8601, UTC. */
  readonly createdAt: string;
  /** HTTP status of an outcome that is a failure. */
  readonly httpStatus?: number | undefined;
  /** While pending: the JSON text that becomes its `execution_result`. */
  readonly plannedJson?: string | undefined;
  /** The invocation that wrote it or took it over last. */
  readonly leaseOwner: string;
  /** End of the lease of a pending execution: milliseconds since the epoch. */
  readonly leaseUntilMs: number | undefined;
  /** Start of that lease: milliseconds since the epoch. */
  readonly leaseSinceMs?: number | undefined;
  /** Names its effect outside. */
  readonly effectKey?: string | undefined;
  /** The adapter that carries it out, if it happens outside. */
  readonly adapter?: string | undefined;
  /**
   * When the service is to deliver it, if it is called back for that: the first whole second that is not before it, since the epoch.
   * It does not expire before its delivery.
   */
  readonly effectAtSeconds?: number | undefined;
  /** While pending: when it is due, if the outside system only has to know. In the same form. */
  readonly dueSeconds?: number | undefined;
  /** The invocation that delivers it, or that did not finish delivering it. */
  readonly deliveryOwner?: string | undefined;
  /** When it was delivered: ISO 8601, UTC. */
  readonly deliveredAt?: string | undefined;
};

/** A pending execution with everything that is needed to carry it out. */
export type ClaimedExecution = Execution & {
  readonly plannedJson: string;
  readonly effectKey: string;
  readonly adapter: string;
  readonly leaseSinceMs: number;
  readonly leaseUntilMs: number;
};
