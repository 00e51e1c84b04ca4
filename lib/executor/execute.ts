// The one path of a request: check, gate, plan, carry out. Knows neither HTTP nor AWS.
import type { Action, Additions, Plan } from '../actions/plan.ts';
import { actions } from '../actions/registry.ts';
import { failure, type Failure } from '../domain/failure.ts';
import { fingerprintOf } from '../domain/fingerprint.ts';
import { idOf } from '../domain/ids.ts';
import type { Invocation } from '../domain/invocation.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import { actionTable, type ActionType } from '../generated/tables.ts';
import { instantOf, secondFrom } from '../time/instant.ts';
import { checkRequest, type Accepted } from '../validation/check-request.ts';
import { claimActSettle, finish, isAbandoned, type Act, type EffectPlan } from './claim.ts';
import type { Asked } from './judge.ts';
import type { Ports } from '../adapters/ports.ts';
import { query } from './query.ts';
import { record } from './record.ts';

export type Execute = (request: unknown, invocation: Invocation) => Promise<Outcome>;

/** With less time left than this no call to the outside is begun: its outcome could not be told any more. */
const leastRemainingMs = 600;

/** @param defaultTimezone IANA name of the zone in which times without offset and timezone are meant */
export function createExecutor(ports: Ports, defaultTimezone: string): Execute {
  return async (request, invocation) => {
    const checked = checkRequest(request);
    if (checked.kind === 'refused') return failed(checked.failure);
    if (checked.kind === 'skipped') return { status: 'skipped', decision: checked.decision };
    const plan = await planFor(checked, invocation, defaultTimezone);
    if (plan.kind === 'refused' && plan.ifNew !== true) return failed(plan.failure);
    if (invocation.remainingMs() < leastRemainingMs) return failed(failure('deadline_exceeded'));
    return await carryOut(plan, checked, ports, invocation);
  };
}

function planFor({ actionType, payload }: Accepted, { nowMs }: Invocation, defaultTimezone: string) {
  // The payload has passed the schema of this very action type.
  const action = actions[actionType] as Action<ActionType>;
  return action(payload, { now: instantOf(nowMs), defaultTimezone });
}

async function carryOut(
  plan: Plan,
  accepted: Accepted,
  ports: Ports,
  invocation: Invocation,
): Promise<Outcome> {
  if (plan.kind === 'query') {
    const resultWith = (dataJson: string) => `${writeResult(accepted, {}).slice(0, -1)},"data":${dataJson}}`;
    return await query(plan.lookup, accepted.actionType, resultWith, ports, invocation);
  }
  const asked = {
    traceId: accepted.traceId,
    fingerprint: fingerprintOf(accepted.decision, accepted.data),
    actionType: accepted.actionType,
    token: invocation.token,
  };
  if (plan.kind === 'refused') return await refuseIfNew(plan.failure, asked, undefined, ports, invocation);
  const resultJson = writeResult(accepted, plan.additions);
  if (plan.kind === 'record') return await record(asked, resultJson, ports.executions, invocation);
  const effect = { plannedJson: resultJson, effectAtSeconds: secondFrom(plan.effect.due) };
  if (plan.refusalIfNew !== undefined)
    return await refuseIfNew(plan.refusalIfNew, asked, effect, ports, invocation);
  return await claimActSettle(asked, effect, actBy(ports, invocation), ports.executions, invocation);
}

/** What speaks against a new request cannot speak against one that was executed, or begun, when nothing did. */
async function refuseIfNew(
  refusal: Failure,
  asked: Asked,
  effect: EffectPlan | undefined,
  ports: Ports,
  invocation: Invocation,
): Promise<Outcome> {
  const standing = await ports.executions.find(asked.traceId, invocation);
  // One that an earlier version began, and whose plan it did not record, cannot be finished where this request has none either.
  const unplanned = effect === undefined && standing?.plannedJson === undefined;
  if (standing === undefined || (unplanned && isAbandoned(standing, asked, invocation.nowMs)))
    return failed(refusal);
  return await finish(standing, asked, effect, actBy(ports, invocation), ports.executions, invocation);
}

function actBy({ reminders }: Ports, invocation: Invocation): Act {
  return (due, atSeconds) => reminders.schedule(due, atSeconds, invocation);
}

/** `success`, the id, the payload's own fields as sent in the order of the contract, then what the action adds. */
function writeResult({ actionType, traceId, payload }: Accepted, additions: Additions): string {
  const { idField, fields } = actionTable[actionType];
  const result: Record<string, unknown> = { success: true };
  if (idField !== null) result[idField] = idOf(actionType, traceId);
  const sent = payload as unknown as Readonly<Record<string, unknown>>;
  // Stryker disable next-line ConditionalExpression: a field that was not sent would be undefined, and JSON leaves that out
  for (const field of fields) if (Object.hasOwn(sent, field)) result[field] = sent[field];
  return JSON.stringify({ ...result, ...additions });
}
