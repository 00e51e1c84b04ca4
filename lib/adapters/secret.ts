// The secrets of adapters: literal, or a parameter of AWS Systems Manager Parameter Store.

export type Secret = {
  /**
   * Its value.
   *
   * @param refused the value that the outside system has just refused: the parameter is read anew, unless that has been done since
   * @throws an error whose name may be logged, if the parameter cannot be read
   */
  read(signal: AbortSignal, nowMs: number, refused?: string): Promise<string>;
};
