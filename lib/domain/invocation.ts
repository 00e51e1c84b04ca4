// One invocation of the function: its clock reading, its token, its time limit, and its count of calls to the store.

export type Invocation = {
  /** The platform's id of this invocation, for the log. */
  readonly requestId: string;
  /** Told apart from every other invocation's: what carries it in the store was written by this one. */
  readonly leaseOwner: string;
  /** The time at which the request came in, read once: milliseconds since the epoch. */
  readonly nowMs: number;
  /** When the platform stops this invocation: milliseconds since the epoch. */
  readonly deadlineMs: number;
  /** How long it is until then, as the platform tells it. */
  readonly remainingMs: () => number;
  /** Calls made to the store so far. */
  storeCalls: number;
};

/** The part of the Lambda context that this service looks at. */
export type LambdaContext = {
  readonly awsRequestId?: string;
  readonly getRemainingTimeInMillis?: () => number;
};

export type Clocks = {
  /** Milliseconds since the epoch. */
  readonly epochMs: () => number;
  /** A clock that only goes forward, in milliseconds. */
  readonly elapsedMs: () => number;
  /** A word that no other invocation anywhere has. */
  readonly newLeaseOwner: () => string;
};

/** The function's time limit where the platform does not tell what is left. */
const defaultLimitMs = 10_000;

export function openInvocation(
  context: LambdaContext,
  { epochMs, elapsedMs, newLeaseOwner }: Clocks,
): Invocation {
  const nowMs = epochMs();
  const startedMs = elapsedMs();
  const tell = context.getRemainingTimeInMillis;
  const remainingMs =
    tell === undefined ? () => defaultLimitMs - (elapsedMs() - startedMs) : () => tell.call(context);
  return {
    requestId: context.awsRequestId ?? '',
    leaseOwner: newLeaseOwner(),
    nowMs,
    deadlineMs: nowMs + remainingMs(),
    remainingMs,
    storeCalls: 0,
  };
}

/** How long after the platform's limit what an invocation holds is still its own: covers the skew of two clocks. */
const leaseMarginMs = 2_000;

/** Until when what this invocation claims is its own: milliseconds since the epoch. */
export function leaseEnd({ deadlineMs }: Invocation): number {
  return deadlineMs + leaseMarginMs;
}
