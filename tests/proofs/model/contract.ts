// Owns: the contract's promise as a model, in ten lines: what a trace has come to, and the one answer that this leaves.

/** What the world knows of one trace: which request has it, and how far that came. */
export type Trace = {
  readonly print: string;
  readonly state: 'pending' | 'done' | 'failed';
  readonly leaseUntilMs: number;
  /** Whether it is known what it is to become. */
  readonly planned: boolean;
};
export type Said =
  'success' | 'replayed' | 'rejected' | 'rejected again' | 'conflict' | 'in progress' | 'past' | 'impossible';

export type Asked = {
  readonly print: string;
  /** Whether the outside refuses it for good. */
  readonly refused: boolean;
  /** Whether its time does not exist in the service's zone. */
  readonly skipped: boolean;
  /** When it would be too late to ask for it, if ever: milliseconds since the epoch. */
  readonly lastMs: number;
};

/** The answer to a request on a service where nothing fails. @param trace what has not expired */
export function expectedOf(trace: Trace | undefined, asked: Asked, nowMs: number): Said {
  const { print, refused, skipped, lastMs } = asked;
  if (trace === undefined && skipped) return 'impossible';
  if (trace === undefined && nowMs > lastMs) return 'past';
  if (trace !== undefined && trace.print !== print) return 'conflict';
  if (trace?.state === 'done') return 'replayed';
  if (trace?.state === 'failed') return 'rejected again';
  if (trace !== undefined && trace.leaseUntilMs > nowMs) return 'in progress';
  if (trace !== undefined && skipped && !trace.planned) return 'impossible';
  return refused ? 'rejected' : 'success';
}
