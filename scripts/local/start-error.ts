// Owns the one kind of error whose message is meant for the person at the terminal, as a whole sentence.

/** Thrown when the local server cannot start for a reason that the person who started it can change. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
