// The one path of a request: check, gate, plan, carry out. Knows neither HTTP nor AWS.
import type { Action, Additions, Effect, Plan } from '../actions/plan.ts';
import { actions } from '../actions/registry.ts';
import { failure } from '../contract/failure.ts';
import { fingerprintOf } from '../contract/fingerprint.ts';
import { idOf } from '../contract/ids.ts';
import type { Invocation } from '../contract/invocation.ts';
import { failed, type Outcome } from '../contract/outcome.ts';
import { actionTable, type ActionType } from '../generated/tables.ts';
import { instantOf } from '../time/instant.ts';
import { checkRequest, type Accepted } from '../validation/check-request.ts';
import { claimActSettle } from './claim.ts';
import { judge } from './judge.ts';
import type { Acted, Execution, Ports } from '../adapters/ports.ts';
import { query } from './query.ts';
import { record } from './record.ts';

export type Execute = (request: unknown, invocation: Invocation) => Promise<Outcome>;

type RecordedPlan = Extract<Plan, { kind: 'record' | 'effect' }>;

/** With less time left than this no call to the outside is begun: its outcome could not be told any more. */
const leastRemainingMs = 600;

/** @param defaultTimezone IANA name of the zone in which times without offset and timezone are meant */
export function createExecutor(ports: Ports, defaultTimezone: string): Execute {
  return async (request, invocation) => {
    const checked = checkRequest(request);
    if (checked.kind === 'refused') return failed(checked.failure);
    if (checked.kind === 'skipped') return { status: 'skipped', decision: checked.decision };
    const plan = await planFor(checked, invocation, defaultTimezone);
    if (plan.kind === 'refused') return failed(plan.failure);
    if (invocation.remainingMs() < leastRemainingMs) return failed(failure('deadline_exceeded'));
    return await carryOut(plan, checked, ports, invocation);
  };
}

function planFor({ actionType, traceId, payload }: Accepted, { nowMs }: Invocation, defaultTimezone: string) {
  // The payload has passed the schema of this very action type.
  const action = actions[actionType] as Action<ActionType>;
  return action(payload, { traceId, id: idOf(actionType, traceId), now: instantOf(nowMs), defaultTimezone });
}

async function carryOut(
  plan: Exclude<Plan, { kind: 'refused' }>,
  accepted: Accepted,
  ports: Ports,
  invocation: Invocation,
): Promise<Outcome> {
  if (plan.kind === 'query') {
    const resultWith = (dataJson: string) => `${writeResult(accepted, {}).slice(0, -1)},"data":${dataJson}}`;
    return await query(plan.lookup, accepted.actionType, resultWith, ports, invocation);
  }
  const execution = describe(accepted, plan, invocation);
  if (plan.kind === 'record') return await record(execution, ports.executions, invocation);
  if (plan.refusalIfNew !== undefined) {
    const standing = await ports.executions.find(execution.traceId, invocation);
    if (standing === undefined) return failed(plan.refusalIfNew);
    if (standing.state !== 'pending') return judge(standing, execution, invocation.nowMs);
  }
  return await claimActSettle(
    execution,
    (effectKey) => act(plan.effect, effectKey, ports, invocation),
    ports.executions,
    invocation,
  );
}

function act(
  effect: Effect,
  effectKey: string,
  { reminders }: Ports,
  invocation: Invocation,
): Promise<Acted> {
  return reminders.schedule(effect, effectKey, invocation);
}

/** The execution as it is to stand once it is done. */
function describe(accepted: Accepted, plan: RecordedPlan, { token, nowMs }: Invocation) {
  return {
    traceId: accepted.traceId,
    fingerprint: fingerprintOf(accepted.decision, accepted.data),
    actionType: accepted.actionType,
    state: 'done',
    resultJson: writeResult(accepted, plan.additions),
    createdAt: new Date(nowMs).toISOString(),
    token,
    ...(plan.kind === 'effect' && { effectAtSeconds: plan.effect.due.epochSeconds }),
    leaseUntilMs: undefined,
  } satisfies Execution;
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
