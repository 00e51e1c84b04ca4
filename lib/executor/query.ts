// info: reads an execution or a topic, and records nothing.
import type { Lookup } from '../actions/lookup.ts';
import { failure } from '../domain/failure.ts';
import type { Invocation } from '../domain/invocation.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { ActionType } from '../generated/tables.ts';
import { traceId as isTraceId } from '../generated/validators.js';
import type { Execution, Ports } from '../adapters/ports.ts';

/** @param resultWith writes the whole `execution_result` around the JSON text of `data` */
export async function query(
  lookup: Lookup,
  actionType: ActionType,
  resultWith: (dataJson: string) => string,
  { executions, topics }: Ports,
  invocation: Invocation,
): Promise<Outcome> {
  const dataJson = await read(lookup, { executions, topics }, invocation);
  if (dataJson === undefined) return failed(failure('info_not_found'));
  return { status: 'success', actionType, resultJson: resultWith(dataJson), replayed: false };
}

async function read(
  lookup: Lookup,
  { executions, topics }: Pick<Ports, 'executions' | 'topics'>,
  invocation: Invocation,
): Promise<string | undefined> {
  // Stryker disable next-line ConditionalExpression,StringLiteral: what has no trace is no trace id below either; for the types
  if (lookup.kind === 'nothing') return undefined;
  if (lookup.kind === 'topic') return await topics.find(lookup.topic, invocation);
  if (!isTraceId(lookup.traceId)) return undefined;
  const execution = await executions.find(lookup.traceId, invocation);
  const fits = lookup.actionType === undefined || execution?.actionType === lookup.actionType;
  return execution !== undefined && fits ? describeExecution(execution) : undefined;
}

function describeExecution(execution: Execution): string {
  const { traceId, actionType, state, createdAt, resultJson, effectAtSeconds, deliveredAt } = execution;
  const head = JSON.stringify({ trace_id: traceId, action_type: actionType, state, created_at: createdAt });
  // Of what is delivered at its time, and only of that; an execution that failed comes to no delivery.
  const delivered =
    effectAtSeconds === undefined || state === 'failed'
      ? ''
      : `,"delivered_at":${JSON.stringify(deliveredAt ?? null)}`;
  return `${head.slice(0, -1)},"execution_result":${resultJson ?? 'null'}${delivered}}`;
}
