// One invocation of the function: the time at which it started, its lease owner, its time limit, and its count of calls to the store.

export type Invocation = {
  /** The platform's id of this invocation, for the log. */
  readonly requestId: string;
  /** Unique to this invocation: an item in the store that carries it was written by this invocation. */
  readonly leaseOwner: string;
  /** The time at which the request came in, read once: milliseconds since the epoch. */
  readonly nowMs: number;
  /** When the platform stops this invocation: milliseconds since the epoch. */
  readonly deadlineMs: number;
  /** Time left until then, as the platform reports it. */
  readonly remainingMs: () => number;
  /** Calls made to the store so far. */
  storeCalls: number;
};

/** The part of the Lambda context that this service looks at. */
export type LambdaContext = {
  readonly awsRequestId?: string;
  readonly getRemainingTimeInMillis?: () => number;
};

export type InvocationSources = {
  /** Milliseconds since the epoch. */
  readonly epochMs: () => number;
  /** A clock that only goes forward, in milliseconds. */
  readonly elapsedMs: () => number;
  /** A name that no other invocation has, in this process or another. */
  readonly newLeaseOwner: () => string;
};

/** The function's time limit if the platform does not report the time left. */
const defaultLimitMs = 10_000;

export function openInvocation(
  context: LambdaContext,
  { epochMs, elapsedMs, newLeaseOwner }: InvocationSources,
): Invocation {
  const nowMs = epochMs();
  const startedMs = elapsedMs();
  const getRemainingMs = context.getRemainingTimeInMillis;
  const remainingMs =
    getRemainingMs === undefined
      ? () => defaultLimitMs - (elapsedMs() - startedMs)
      : () => getRemainingMs.call(context);
  return {
    requestId: context.awsRequestId ?? '',
    leaseOwner: newLeaseOwner(),
    nowMs,
    deadlineMs: nowMs + remainingMs(),
    remainingMs,
    storeCalls: 0,
  };
}

/** A lease ends this long after the platform's limit: the margin covers the difference between two clocks. */
const leaseMarginMs = 2_000;

/** When the leases of this invocation end: milliseconds since the epoch. */
export function leaseEnd({ deadlineMs }: Invocation): number {
  return deadlineMs + leaseMarginMs;
}
