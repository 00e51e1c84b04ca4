// Sets how much a proof runs: by default the share that every change can wait for, with PROOFS=nightly all of it. Gives random proofs
// their seed.

export const isNightly = process.env['PROOFS'] === 'nightly';

/** @param variable a variable of the environment that sets the number by itself */
export function sizeOf(share: number, nightly: number, variable?: string): number {
  const set = variable === undefined ? undefined : process.env[variable];
  return Number(set ?? (isNightly ? nightly : share));
}

/** What a random proof starts from: printed, and set again by its variable. */
export function seedOf(variable: string): number {
  return Number(process.env[variable] ?? Date.now() % 2 ** 31);
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function pick<Item>(items: readonly Item[], random: () => number): Item {
  return items[Math.floor(random() * items.length)] as Item;
}
