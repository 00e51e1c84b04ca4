// The model: the promise of the contract in ten lines. It says what a request must be answered, by what its trace id has come to.
// It imports nothing of the service, so that no mistake there can be repeated here.

/** The state of a trace id: which request has it, and how far that one has come. */
export type TraceState = {
  readonly requestName: string;
  readonly state: 'pending' | 'done' | 'failed';
  readonly leaseUntilMs: number;
  /** Whether its plan is recorded. */
  readonly planned: boolean;
};

export type AnswerKind =
  'success' | 'replayed' | 'rejected' | 'rejected again' | 'conflict' | 'in progress' | 'past' | 'impossible';

export type ModelRequest = {
  readonly requestName: string;
  /** Whether the scheduler rejects it for good. */
  readonly refused: boolean;
  /** Whether its time does not exist in the service's zone. */
  readonly skipped: boolean;
  /** The last time at which it is not yet too late for it, if any: milliseconds since the epoch. */
  readonly lastMs: number;
};

/**
 * The answer to a request while nothing fails.
 *
 * @param trace `undefined`: unknown, or expired
 */
export function expectedAnswer(
  trace: TraceState | undefined,
  request: ModelRequest,
  nowMs: number,
): AnswerKind {
  const { requestName, refused, skipped, lastMs } = request;
  if (trace === undefined && skipped) return 'impossible';
  if (trace === undefined && nowMs > lastMs) return 'past';
  if (trace !== undefined && trace.requestName !== requestName) return 'conflict';
  if (trace?.state === 'done') return 'replayed';
  if (trace?.state === 'failed') return 'rejected again';
  if (trace !== undefined && trace.leaseUntilMs > nowMs) return 'in progress';
  if (trace !== undefined && skipped && !trace.planned) return 'impossible';
  return refused ? 'rejected' : 'success';
}
