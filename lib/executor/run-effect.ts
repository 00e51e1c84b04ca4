// Carries out a plan whose effect is outside: claim, perform, complete. The only place where an execution changes its state.
//
//              claim                 complete
//   (absent) ─────────▶ pending ───────────────▶ done      the effect is there
//                       ▲    │ └───────────────▶ failed    refused for good
//                       └────┘
//       release: the lease ends at once · take-over: a later try claims after the lease has ended
//
// A crash anywhere leaves `pending` with a lease; done and failed are final. Success is answered only once `done` is written.
// The first claim records the plan, and a take-over completes that plan: the default zone or the clock may have changed since.
import { effectKeyOf } from '../domain/effect-key.ts';
import type { Effect, EffectAction, EffectResult } from '../domain/effect.ts';
import type { ClaimedExecution, Execution } from '../domain/execution.ts';
import { causeAfterRelease, describeFailure, dispositionOf, failure } from '../domain/failure.ts';
import { leaseEnd, type Invocation } from '../domain/invocation.ts';
import { failed, succeeded, type Outcome } from '../domain/outcome.ts';
import type { OutsideAdapter } from '../ports/adapter.ts';
import type { Executions } from '../ports/executions.ts';
import { isAbandoned, isOfAdapter, replayOutcome, type NewExecution } from './replay-outcome.ts';
import { addExternal } from './write-result.ts';

/** What is to happen outside: the result as far as it is known, and when it is due (seconds since the epoch). */
export type EffectPlan = { readonly plannedJson: string; readonly dueSeconds: number | undefined };

type EffectAdapter = OutsideAdapter<EffectAction>;

export async function runEffect(
  wanted: NewExecution,
  plan: EffectPlan,
  adapter: EffectAdapter,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const claimed = claim(wanted, plan, adapter, invocation);
  const existing = await executions.putIfAbsent(claimed, invocation);
  return existing === undefined
    ? await performAndComplete(claimed, wanted, adapter, executions, invocation)
    : await resume(existing, wanted, plan, adapter, executions, invocation);
}

/**
 * Completes the existing execution of a trace id if that is for this request to do; otherwise answers by what is recorded.
 *
 * @param plan of this request, for an execution that did not record its own; without either the execution stays as it is
 */
export async function resume(
  existing: Execution,
  wanted: NewExecution,
  plan: EffectPlan | undefined,
  adapter: EffectAdapter,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const { leaseOwner, nowMs } = invocation;
  let current = existing;
  if (isAbandoned(current, wanted, nowMs) && isOfAdapter(current, adapter.name)) {
    const taken = takeOver(current, wanted, plan, adapter, invocation);
    if (taken !== undefined) current = await executions.takeOver(current, taken, invocation);
  }
  // Owned: taken over now, or by an earlier attempt of the same call, whose answer was lost on the way.
  const owned =
    current.state === 'pending' && current.leaseOwner === leaseOwner
      ? takeOver(current, wanted, plan, adapter, invocation)
      : undefined;
  return owned === undefined
    ? replayOutcome(current, wanted, nowMs)
    : await performAndComplete(owned, wanted, adapter, executions, invocation);
}

function claim(
  { id, ...wanted }: NewExecution,
  { plannedJson, dueSeconds }: EffectPlan,
  adapter: EffectAdapter,
  invocation: Invocation,
): ClaimedExecution {
  const createdAt = new Date(invocation.nowMs).toISOString();
  return {
    ...wanted,
    plannedJson,
    ...dueWith(adapter, dueSeconds),
    state: 'pending',
    resultJson: undefined,
    createdAt,
    effectKey: effectKeyOf(id, wanted.fingerprint, createdAt),
    adapter: adapter.name,
    leaseSinceMs: invocation.nowMs,
    leaseUntilMs: leaseEnd(invocation),
  };
}

/** The pending execution under this invocation's lease; `undefined` if neither it nor this request has a plan. */
function takeOver(
  existing: Execution,
  { id, fingerprint }: NewExecution,
  plan: EffectPlan | undefined,
  adapter: EffectAdapter,
  invocation: Invocation,
): ClaimedExecution | undefined {
  const { plannedJson = plan?.plannedJson, createdAt } = existing;
  const dueSeconds = existing.effectAtSeconds ?? existing.dueSeconds ?? plan?.dueSeconds;
  if (plannedJson === undefined || (adapter.callsBack && dueSeconds === undefined)) return undefined;
  return {
    ...existing,
    plannedJson,
    ...dueWith(adapter, dueSeconds),
    effectKey: existing.effectKey ?? effectKeyOf(id, fingerprint, createdAt),
    adapter: adapter.name,
    leaseOwner: invocation.leaseOwner,
    leaseSinceMs: invocation.nowMs,
    leaseUntilMs: leaseEnd(invocation),
  };
}

/** Only what the service is to deliver itself is kept until its delivery. */
function dueWith({ callsBack }: EffectAdapter, seconds: number | undefined) {
  return callsBack ? { effectAtSeconds: seconds } : { dueSeconds: seconds };
}

async function performAndComplete(
  claimed: ClaimedExecution,
  wanted: NewExecution,
  adapter: EffectAdapter,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const { name } = adapter;
  // A delivered reminder has been scheduled, though that could not be recorded then.
  const result: EffectResult =
    claimed.deliveredAt === undefined
      ? await adapter.perform(toEffect(claimed, wanted), invocation)
      : { kind: 'done' };
  if (result.kind === 'unavailable') {
    const { retryAfterSeconds } = result;
    const cause = await causeAfterRelease(result.cause, () => executions.release(claimed, invocation));
    const retry = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
    return { ...failed(failure('adapter_unavailable', { cause, ...retry })), adapter: name };
  }
  const completed =
    result.kind === 'done'
      ? {
          ...claimed,
          state: 'done' as const,
          resultJson: addExternal(claimed.plannedJson, name, result.external),
        }
      : rejectForGood(claimed);
  const other = await executions.complete(completed, invocation);
  if (other !== undefined) return replayOutcome(other, wanted, invocation.nowMs);
  const { resultJson } = completed;
  return result.kind === 'done'
    ? succeeded(wanted.actionType, wanted.id, resultJson, false, name)
    : {
        status: 'failed',
        failure: failure('adapter_rejected', { cause: result.cause }),
        resultJson,
        replayed: false,
        adapter: name,
      };
}

function toEffect(claimed: ClaimedExecution, { actionType, id }: NewExecution): Effect {
  const { traceId, effectKey, createdAt, plannedJson, effectAtSeconds, dueSeconds } = claimed;
  return {
    traceId,
    effectKey,
    // Only an action that creates something has a plan to do so, and this is what its plan recorded.
    actionType: actionType as EffectAction,
    id,
    createdAt,
    result: JSON.parse(plannedJson) as Effect['result'],
    dueSeconds: effectAtSeconds ?? dueSeconds,
  };
}

function rejectForGood(claimed: ClaimedExecution) {
  const rejected = failure('adapter_rejected');
  return {
    ...claimed,
    state: 'failed',
    resultJson: JSON.stringify(describeFailure(rejected)),
    httpStatus: dispositionOf(rejected).status,
  } as const;
}
