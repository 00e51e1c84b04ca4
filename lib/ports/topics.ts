// The operator's topics, which `info` answers from.
import type { Invocation } from '../domain/invocation.ts';

export type Topics = {
  /** Returns the JSON text of the entry on a normalised topic. Throws a FailureError if the store fails. */
  find(topic: string, invocation: Invocation): Promise<string | undefined>;
};
