// Creates the adapters that the configuration has chosen.
import type { Adapter, Adapters } from '../ports/adapter.ts';
import type { AwsEndpoints, Variables } from './adapter-module.ts';
import { adapterModules } from './registry.ts';

/**
 * @param choice the name of an adapter by action; the configuration has checked it
 * @param endpoints of AWS, if they are not where the environment says or where the region has them
 */
export function createAdapters(
  choice: Readonly<Record<string, string>>,
  variables: Variables,
  endpoints: AwsEndpoints,
): Adapters {
  const entries = Object.entries(choice).map(([action, name]): [string, Adapter] => {
    const { actions = {} } = adapterModules.find((module) => module.name === name) ?? {};
    const create = (actions as Record<string, ((...args: [Variables, AwsEndpoints]) => Adapter) | undefined>)[
      action
    ];
    if (create === undefined) throw new TypeError(`no adapter ${name} carries out a ${action}`);
    return [action, create(variables, endpoints)];
  });
  return Object.fromEntries(entries) as Adapters;
}
