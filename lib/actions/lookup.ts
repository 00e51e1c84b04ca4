// What a query asks for: an execution, by trace or by id, or the operator's entry on a topic.
import { traceOfId } from '../contract/ids.ts';
import { actionTable, type ActionType } from '../generated/tables.ts';

export type Lookup =
  /** `actionType`: the execution counts only if it was of this action. */
  | { readonly kind: 'execution'; readonly traceId: string; readonly actionType?: ActionType }
  | { readonly kind: 'topic'; readonly topic: string }
  /** The query has the form of an id that no execution can have. */
  | { readonly kind: 'nothing' };

/** Actions whose executions can be asked for by id. */
const makers = (Object.keys(actionTable) as ActionType[]).filter(
  (type) => actionTable[type].idField !== null,
);

/** Prefixes that ask for executions, so that no topic can begin with one. */
export const reservedPrefixes: readonly string[] = ['trace', ...makers].map((prefix) => `${prefix}:`);

export function readQuery(query: string): Lookup {
  const prefix = reservedPrefixes.find((reserved) => query.startsWith(reserved));
  if (prefix === undefined) return { kind: 'topic', topic: normalizeTopic(query) };
  const rest = query.slice(prefix.length);
  if (prefix === 'trace:') return { kind: 'execution', traceId: rest };
  const trace = traceOfId(rest);
  return trace !== undefined && prefix === `${trace.actionType}:`
    ? { kind: 'execution', ...trace }
    : { kind: 'nothing' };
}

/** Topics ignore case and runs of white space. */
export function normalizeTopic(topic: string): string {
  return topic.trim().replace(/\s+/g, ' ').toLowerCase();
}
