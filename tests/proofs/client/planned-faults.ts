// Decides which calls are broken, and how: by the seed, by the trace id that the call is about, and by how many calls there were about
// it. The order in which a machine gets to the calls of different trace ids changes nothing.
import { createHash } from 'node:crypto';
import { pick, randomFrom } from '../size.ts';

export type FaultPlan<Fault> = {
  readonly seed: number;
  readonly faults: readonly Fault[];
  /** From 0 to 1. */
  readonly share: number;
  /** Later calls about one trace id are not broken, so that each execution can end. */
  readonly maxCalls: number;
};

/** @returns decides on the next call about a trace id */
export function planFaults<Fault>({ seed, faults, share, maxCalls }: FaultPlan<Fault>) {
  const counts = new Map<string, number>();
  return (traceId: string): Fault | undefined => {
    const count = (counts.get(traceId) ?? 0) + 1;
    counts.set(traceId, count);
    if (count > maxCalls) return undefined;
    const digest = createHash('sha256')
      .update(JSON.stringify([seed, traceId, count]))
      .digest();
    const random = randomFrom(digest.readInt32BE());
    return random() < share ? pick(faults, random) : undefined;
  };
}

/** `closed 12, reset 9`, in the order of the alphabet. */
export function countNames(names: Iterable<string>): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');
}
