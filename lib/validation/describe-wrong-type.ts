// A hint for callers who send the JSON text of a value, or a list of it, in place of the value.

/**
 * What to add to "must be an object" or "must be an array": `, not a list`, for example, if the value has a type that programs
 * send by mistake; '' otherwise.
 */
export function describeWrongType(wanted: string, value: unknown): string {
  if (typeof value === 'string') return `, not a string: send the ${wanted} itself, not its JSON text`;
  return Array.isArray(value) ? ', not a list' : '';
}
