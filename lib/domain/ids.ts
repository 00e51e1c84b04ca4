// Ids of what an execution made: they come from the trace id alone, one to one, so that an id names its trace.
import { actionTable, type ActionType } from '../generated/tables.ts';

const startsPlain = /^[A-Za-z0-9]/;

/** `task`, `task-001` → `task_001`; `task`, `abc` → `task-abc`. Reversed by {@link traceOfId}. */
export function idOf(actionType: ActionType, traceId: string): string {
  const rest = restAfter(`${actionType}-`, traceId);
  return rest !== undefined && startsPlain.test(rest) ? `${actionType}_${rest}` : `${actionType}-${traceId}`;
}

/** The trace id and the action that an id names, or `undefined` if no trace id gives that id. */
export function traceOfId(id: string): { traceId: string; actionType: ActionType } | undefined {
  for (const [actionType, { idField }] of Object.entries(actionTable) as [
    ActionType,
    { idField: unknown },
  ][]) {
    if (idField === null) continue;
    const short = restAfter(`${actionType}_`, id);
    const traceId = short === undefined ? restAfter(`${actionType}-`, id) : `${actionType}-${short}`;
    if (traceId !== undefined && idOf(actionType, traceId) === id) return { traceId, actionType };
  }
  return undefined;
}

function restAfter(prefix: string, text: string): string | undefined {
  return text.startsWith(prefix) ? text.slice(prefix.length) : undefined;
}
