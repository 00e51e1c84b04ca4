// Carries out a query of `info`: reads an execution or a topic, and records nothing.
import type { Lookup } from '../actions/lookup.ts';
import type { Execution } from '../domain/execution.ts';
import { failure } from '../domain/failure.ts';
import type { Invocation } from '../domain/invocation.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { Executions } from '../ports/executions.ts';
import type { Topics } from '../ports/topics.ts';

type Stores = { readonly executions: Executions; readonly topics: Topics };

/** @param wrapData writes the whole `execution_result` around the JSON text of `data` */
export async function answerQuery(
  lookup: Lookup,
  wrapData: (dataJson: string) => string,
  stores: Stores,
  invocation: Invocation,
): Promise<Outcome> {
  const dataJson = await read(lookup, stores, invocation);
  if (dataJson === undefined) return failed(failure('info_not_found'));
  return { status: 'success', resultJson: wrapData(dataJson), replayed: false };
}

async function read(lookup: Lookup, { executions, topics }: Stores, invocation: Invocation) {
  if (lookup.kind === 'topic') return await topics.find(lookup.topic, invocation);
  if (lookup.kind === 'unresolvable') return undefined;
  const execution = await executions.find(lookup.traceId, invocation);
  const matches = lookup.actionType === undefined || execution?.actionType === lookup.actionType;
  return execution !== undefined && matches ? describeExecution(execution) : undefined;
}

function describeExecution(execution: Execution): string {
  const { traceId, actionType, state, createdAt, resultJson, effectAtSeconds, deliveredAt } = execution;
  const head = JSON.stringify({ trace_id: traceId, action_type: actionType, state, created_at: createdAt });
  // Only for an execution that ends in a delivery; a failed one has none.
  const delivered =
    effectAtSeconds === undefined || state === 'failed'
      ? ''
      : `,"delivered_at":${JSON.stringify(deliveredAt ?? null)}`;
  return `${head.slice(0, -1)},"execution_result":${resultJson ?? 'null'}${delivered}}`;
}
