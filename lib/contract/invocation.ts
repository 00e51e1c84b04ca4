// One invocation of the function: its clock reading, its token, its time limit, and its count of calls to the store.

export type Invocation = {
  /** The platform's id of this invocation, for the log. */
  readonly requestId: string;
  /** Told apart from every other invocation's: what carries it in the store was written by this one. */
  readonly token: string;
  /** The time at which the request came in, read once: milliseconds since the epoch. */
  readonly nowMs: number;
  /** When the platform stops this invocation: milliseconds since the epoch. */
  readonly deadlineMs: number;
  /** How long it is until then, as the platform tells it. */
  readonly remainingMs: () => number;
  /** Calls made to the store so far. */
  storeCalls: number;
};
