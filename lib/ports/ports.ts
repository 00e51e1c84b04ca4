// What the executor needs of the outside.
import type { Adapters } from './adapter.ts';
import type { Executions } from './executions.ts';
import type { Topics } from './topics.ts';

export type Ports = {
  readonly executions: Executions;
  readonly topics: Topics;
  readonly adapters: Adapters;
};
