// The rates of faults and the time limits of the proof of the client, for both of its processes.

export const shareOfFaultyTries = 0.22;
/** After so many tries under one trace id the way to the service works. */
export const faultyTries = 8;
export const shareOfFaultyStoreCalls = 0.05;
/** After so many calls about one trace id the store works. */
export const faultyStoreCalls = 12;
/** Longer than the service waits for the store. */
export const lateStoreMs = 1_800;

/** How much later than its client gives up a late request is carried out: while the next try is made. */
export const lateTryMs = 20;
export const maxAttempts = 4;

/** The time limit of an invocation; its lease ends two seconds later. */
export const limitMs = 5_000;
export const leaseMs = limitMs + 2_500;
