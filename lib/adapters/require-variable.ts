// Reads a variable that an adapter's module requires.
import type { Variables } from './adapter-module.ts';

/** @throws TypeError if it is not set, which the configuration has ruled out */
export function requireVariable(variables: Variables, name: string): string {
  const value = variables[name];
  if (value === undefined) throw new TypeError(`${name} is not set`);
  return value;
}
