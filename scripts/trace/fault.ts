// Owns: the one error of this tool: a sentence for the person at the terminal, and the exit code that goes with it.

/** 1: the question could not be answered, or not wholly. 2: it was not asked in a way that can be understood. */
export class TraceFault extends Error {
  readonly exitCode: 1 | 2;

  constructor(sentence: string, exitCode: 1 | 2 = 1) {
    super(sentence);
    this.name = 'TraceFault';
    this.exitCode = exitCode;
  }
}
