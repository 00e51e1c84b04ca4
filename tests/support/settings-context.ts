// Gives the settings of a deployment their params, as osls would.
import type { Context } from '../../scripts/deploy/parameter.ts';

/** @param others values of variables that are no params, by their whole address */
export function contextOf(
  parameters: Readonly<Record<string, string>>,
  others: Readonly<Record<string, unknown>> = {},
): Context {
  return {
    resolveVariable: (address) => {
      const [, name] = /^param:(\w+), ''$/.exec(address) ?? [];
      if (name !== undefined) return Promise.resolve(parameters[name] ?? '');
      if (address in others) return Promise.resolve(others[address]);
      return Promise.reject(new Error(`no such variable: ${address}`));
    },
  };
}
