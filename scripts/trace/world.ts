// Owns: what the tool needs from around it, so that tests can stand in for a terminal, a clock and a laptop.

/** A place to write text to; `isTTY` as Node's own streams have it. */
export interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** The local store while it is open, and its table of executions. */
export interface OpenStore {
  readonly endpoint: string;
  readonly table: string;
  close(): Promise<void>;
}

export interface World {
  readonly environment: NodeJS.ProcessEnv;
  readonly now: () => number;
  readonly stdout: Output;
  readonly stderr: Output;
  /** The local server's log. */
  readonly logFile: string;
  /** The bundle that the local server runs, its source map beside it. */
  readonly bundle: string;
  /** Opens the local store, or gives nothing when there is none. */
  readonly openStore: () => Promise<OpenStore | undefined>;
  readonly queryWaitMs: number;
  /** Aborted when the person gives up (Ctrl-C). */
  readonly signal: AbortSignal;
}
