// Writes the JSON text of `execution_result` for an execution, or a dry run, that succeeds (schemas/README.md, Results).
import type { Plan } from '../actions/plan.ts';
import type { External } from '../domain/effect.ts';
import type { AcceptedRequest } from '../domain/request.ts';
import { actionTable } from '../generated/tables.ts';
import type { Adapter } from '../ports/adapter.ts';

/**
 * `success`, the id, the payload's own fields as sent, in the order of its schema, then those of the plan and its adapter: all that
 * is known before the plan is carried out.
 */
export function writeResult(
  plan: Exclude<Plan, { kind: 'refused' }>,
  { actionType, id, payload }: AcceptedRequest,
  adapter: Adapter,
): string {
  const { idField, fields } = actionTable[actionType];
  const result: Record<string, unknown> = { success: true };
  if (idField !== null) result[idField] = id;
  // A field that was not sent is undefined here, which JSON leaves out.
  for (const field of fields) result[field] = payload[field];
  return JSON.stringify(plan.kind === 'query' ? result : { ...result, ...plan.fields, ...adapter.fields });
}

/** The result with what the outside system calls the thing, as its last field. */
export function addExternal(resultJson: string, adapter: string, external: External | undefined): string {
  if (external === undefined) return resultJson;
  return `${resultJson.slice(0, -1)},"external":${JSON.stringify({ adapter, ...external })}}`;
}
