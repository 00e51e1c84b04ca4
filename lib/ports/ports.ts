// What the executor needs of the outside.
import type { Executions } from './executions.ts';
import type { Reminders } from './reminders.ts';
import type { Topics } from './topics.ts';

export type Ports = {
  readonly executions: Executions;
  readonly topics: Topics;
  readonly reminders: Reminders;
};
