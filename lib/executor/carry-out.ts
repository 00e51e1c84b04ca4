// Carries out a plan: answers a query, or creates something through the adapter of the action.
import type { Plan } from '../actions/plan.ts';
import type { Failure } from '../domain/failure.ts';
import { fingerprintOf } from '../domain/fingerprint.ts';
import type { Invocation } from '../domain/invocation.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { AcceptedRequest } from '../domain/request.ts';
import type { Adapter } from '../ports/adapter.ts';
import type { Executions } from '../ports/executions.ts';
import type { Ports } from '../ports/ports.ts';
import { secondFrom } from '../time/instant.ts';
import { answerQuery } from './answer-query.ts';
import { putRecord } from './put-record.ts';
import { isAbandoned, replayOutcome, type NewExecution } from './replay-outcome.ts';
import { resume, runEffect, type EffectPlan } from './run-effect.ts';
import { writeResult } from './write-result.ts';

export async function carryOut(
  plan: Plan,
  accepted: AcceptedRequest,
  adapter: Adapter,
  { executions, topics }: Pick<Ports, 'executions' | 'topics'>,
  invocation: Invocation,
): Promise<Outcome> {
  if (plan.kind === 'query') {
    const wrapData = (dataJson: string) =>
      `${writeResult(plan, accepted, adapter).slice(0, -1)},"data":${dataJson}}`;
    return await answerQuery(plan.lookup, wrapData, { executions, topics }, invocation);
  }
  const { traceId, actionType, id, decision, data } = accepted;
  const wanted = {
    traceId,
    fingerprint: fingerprintOf(decision, data),
    actionType,
    id,
    leaseOwner: invocation.leaseOwner,
    adapter: adapter.name,
  };
  if (plan.kind === 'refused')
    return await rejectIfFirst(plan.failure, wanted, undefined, adapter, executions, invocation);
  const dueSeconds = plan.due === undefined ? undefined : secondFrom(plan.due);
  const plannedJson = writeResult(plan, accepted, adapter);
  const effect = { plannedJson, dueSeconds };
  if (plan.rejectIfFirst !== undefined)
    return await rejectIfFirst(plan.rejectIfFirst, wanted, effect, adapter, executions, invocation);
  return adapter.kind === 'record'
    ? await putRecord(wanted, plannedJson, executions, invocation)
    : await runEffect(wanted, effect, adapter, executions, invocation);
}

/** Refuses a first request. If an execution was completed or claimed while the request was still valid, its record decides. */
async function rejectIfFirst(
  refusal: Failure,
  wanted: NewExecution,
  effect: EffectPlan | undefined,
  adapter: Adapter,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const existing = await executions.find(wanted.traceId, invocation);
  // An execution that an earlier version claimed without its plan cannot be completed by a request that has no plan either.
  const unplanned = effect === undefined && existing?.plannedJson === undefined;
  if (existing === undefined || (unplanned && isAbandoned(existing, wanted, invocation.nowMs)))
    return failed(refusal);
  return adapter.kind === 'record'
    ? replayOutcome(existing, wanted, invocation.nowMs)
    : await resume(existing, wanted, effect, adapter, executions, invocation);
}
