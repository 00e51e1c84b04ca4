// Processor time of this process, in milliseconds: other processes of a busy machine do not count.

/** The median of each, measured in turns, so that whatever slows the machine for a while slows all of them. */
export async function medians(
  runs: ReadonlyMap<string, () => unknown>,
  rounds: number,
): Promise<Map<string, number>> {
  const measured = new Map<string, number[]>([...runs.keys()].map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const [name, run] of runs) {
      const before = process.cpuUsage();
      await run();
      const { user, system } = process.cpuUsage(before);
      // The first round warms up.
      if (round > 0) measured.get(name)?.push((user + system) / 1_000);
    }
  }
  return new Map([...measured].map(([name, all]) => [name, median(all)]));
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
