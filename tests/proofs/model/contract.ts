// Owns: the contract's promise as a model, in ten lines: what a trace has come to, and the one answer that this leaves.

/** What the world knows of one trace: which request has it, and how far that came. */
export type Trace = {
  readonly print: string;
  readonly state: 'pending' | 'done' | 'failed';
  readonly leaseUntilMs: number;
};
export type Said = 'success' | 'replayed' | 'rejected' | 'rejected again' | 'conflict' | 'in progress';

/** The answer to a request on a service where nothing fails. @param refused whether the outside refuses it for good */
export function expectedOf(trace: Trace | undefined, print: string, refused: boolean, nowMs: number): Said {
  if (trace !== undefined && trace.print !== print) return 'conflict';
  if (trace?.state === 'done') return 'replayed';
  if (trace?.state === 'failed') return 'rejected again';
  if (trace !== undefined && trace.leaseUntilMs > nowMs) return 'in progress';
  return refused ? 'rejected' : 'success';
}
