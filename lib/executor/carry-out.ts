// Carries out a plan: answers a query, writes a record, or runs an effect outside.
import type { Plan } from '../actions/plan.ts';
import type { Failure } from '../domain/failure.ts';
import { fingerprintOf } from '../domain/fingerprint.ts';
import type { Invocation } from '../domain/invocation.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { AcceptedRequest } from '../domain/request.ts';
import type { Ports } from '../ports/ports.ts';
import { secondFrom } from '../time/instant.ts';
import { answerQuery } from './answer-query.ts';
import { putRecord } from './put-record.ts';
import type { NewExecution } from './replay-outcome.ts';
import { isAbandoned, resume, runEffect, type EffectPlan, type Perform } from './run-effect.ts';
import { writeResult } from './write-result.ts';

export async function carryOut(
  plan: Plan,
  accepted: AcceptedRequest,
  ports: Ports,
  invocation: Invocation,
): Promise<Outcome> {
  if (plan.kind === 'query') {
    const wrapData = (dataJson: string) => `${writeResult(accepted, {}).slice(0, -1)},"data":${dataJson}}`;
    return await answerQuery(plan.lookup, wrapData, ports, invocation);
  }
  const { traceId, actionType, id, decision, data } = accepted;
  const fingerprint = fingerprintOf(decision, data);
  const wanted = { traceId, fingerprint, actionType, id, leaseOwner: invocation.leaseOwner };
  if (plan.kind === 'refused') return await rejectIfFirst(plan.failure, wanted, undefined, ports, invocation);
  const resultJson = writeResult(accepted, plan.fields);
  if (plan.kind === 'record') return await putRecord(wanted, resultJson, ports.executions, invocation);
  const effect = { plannedJson: resultJson, effectAtSeconds: secondFrom(plan.effect.due) };
  if (plan.rejectIfFirst !== undefined)
    return await rejectIfFirst(plan.rejectIfFirst, wanted, effect, ports, invocation);
  return await runEffect(wanted, effect, createPerform(ports, invocation), ports.executions, invocation);
}

/** Refuses a first request. If an execution was completed or claimed while the request was still valid, its record decides. */
async function rejectIfFirst(
  refusal: Failure,
  wanted: NewExecution,
  effect: EffectPlan | undefined,
  ports: Ports,
  invocation: Invocation,
): Promise<Outcome> {
  const existing = await ports.executions.find(wanted.traceId, invocation);
  // An execution that an earlier version claimed without its plan cannot be completed by a request that has no plan either.
  const unplanned = effect === undefined && existing?.plannedJson === undefined;
  if (existing === undefined || (unplanned && isAbandoned(existing, wanted, invocation.nowMs)))
    return failed(refusal);
  return await resume(
    existing,
    wanted,
    effect,
    createPerform(ports, invocation),
    ports.executions,
    invocation,
  );
}

function createPerform({ reminders }: Ports, invocation: Invocation): Perform {
  return (ref, atSeconds) => reminders.schedule(ref, atSeconds, invocation);
}
