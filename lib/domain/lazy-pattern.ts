// Regular expressions with properties of Unicode, made at their first use. V8 looks up the characters of a property when it reads a literal,
// even in a function that is never called: a millisecond or two of every start, each.

/** @returns a function that gives the same regular expression each time; without the flags `g` and `y` it has no state */
export function lazyPattern(source: string, flags: string): () => RegExp {
  let pattern: RegExp | undefined;
  return () => (pattern ??= new RegExp(source, flags));
}
