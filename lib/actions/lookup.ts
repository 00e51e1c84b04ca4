// What a query of `info` asks for: an execution, by trace id or by id, or the operator's entry on a topic.
import { traceOfId } from '../domain/ids.ts';
import { lazyPattern } from '../domain/lazy-pattern.ts';
import { actionTable, type ActionType } from '../generated/tables.ts';
import { traceId as isTraceId } from '../generated/validators.js';

export type Lookup =
  /** `actionType`: the execution counts only if it was of this action. */
  | { readonly kind: 'execution'; readonly traceId: string; readonly actionType?: ActionType }
  | { readonly kind: 'topic'; readonly topic: string }
  /** The query has the form of a trace id or an id that no execution can have. */
  | { readonly kind: 'unresolvable' };

const whiteSpace = lazyPattern(String.raw`\p{White_Space}`, 'u');
const unresolvable: Lookup = { kind: 'unresolvable' };

/** Actions whose executions can be asked for by id. */
const recordedActionTypes = (Object.keys(actionTable) as ActionType[]).filter(
  (type) => actionTable[type].idField !== null,
);

/** Prefixes that ask for executions, so that no topic can begin with one. */
export const reservedPrefixes: readonly string[] = ['trace', ...recordedActionTypes].map(
  (prefix) => `${prefix}:`,
);

export function readQuery(query: string): Lookup {
  const prefix = reservedPrefixes.find((reserved) => query.startsWith(reserved));
  if (prefix === undefined) return { kind: 'topic', topic: normalizeTopic(query) };
  const rest = query.slice(prefix.length);
  if (prefix === 'trace:') return isTraceId(rest) ? { kind: 'execution', traceId: rest } : unresolvable;
  const trace = traceOfId(rest);
  return trace !== undefined && prefix === `${trace.actionType}:` && isTraceId(trace.traceId)
    ? { kind: 'execution', ...trace }
    : unresolvable;
}

/** Topics ignore case, runs of white space and Unicode normalization forms: those that differ in nothing else are one topic. */
export function normalizeTopic(topic: string): string {
  const words = topic.split(whiteSpace()).filter((word) => word !== '');
  // Caseless matching of canonical equivalents (The Unicode Standard, section 3.13, D145): NFD before the case is folded, and a
  // normal form after. Folded through capitals, because "ß" is a small "SS"; first to small letters, because "ẞ" is a capital "ß".
  return words.join(' ').normalize('NFD').toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}
