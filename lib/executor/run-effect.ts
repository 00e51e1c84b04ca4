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
import type { EffectRef, EffectResult } from '../domain/effect.ts';
import type { ClaimedExecution, Execution } from '../domain/execution.ts';
import { causeAfterRelease, describeFailure, dispositionOf, failure } from '../domain/failure.ts';
import { leaseEnd, type Invocation } from '../domain/invocation.ts';
import { failed, succeeded, type Outcome } from '../domain/outcome.ts';
import type { Executions } from '../ports/executions.ts';
import { replayOutcome, type NewExecution } from './replay-outcome.ts';

/** What is to happen outside, and what is recorded as its result. */
export type EffectPlan = { readonly plannedJson: string; readonly effectAtSeconds: number };

/** Does the effect outside, under its key, for the second at which it is due. */
export type Perform = (ref: EffectRef, atSeconds: number) => Promise<EffectResult>;

export async function runEffect(
  wanted: NewExecution,
  plan: EffectPlan,
  perform: Perform,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const claimed = claim(wanted, plan, invocation);
  const existing = await executions.putIfAbsent(claimed, invocation);
  return existing === undefined
    ? await performAndComplete(claimed, wanted, perform, executions, invocation)
    : await resume(existing, wanted, plan, perform, executions, invocation);
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
  perform: Perform,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const { leaseOwner, nowMs } = invocation;
  let current = existing;
  if (isAbandoned(current, wanted, nowMs)) {
    const taken = takeOver(current, wanted, plan, invocation);
    if (taken !== undefined) current = await executions.takeOver(current, taken, invocation);
  }
  // Owned: taken over now, or by an earlier attempt of the same call, whose answer was lost on the way.
  const owned =
    current.state === 'pending' && current.leaseOwner === leaseOwner
      ? takeOver(current, wanted, plan, invocation)
      : undefined;
  return owned === undefined
    ? replayOutcome(current, wanted, nowMs)
    : await performAndComplete(owned, wanted, perform, executions, invocation);
}

function claim({ id, ...wanted }: NewExecution, plan: EffectPlan, invocation: Invocation): ClaimedExecution {
  const createdAt = new Date(invocation.nowMs).toISOString();
  return {
    ...wanted,
    ...plan,
    state: 'pending',
    resultJson: undefined,
    createdAt,
    effectKey: effectKeyOf(id, wanted.fingerprint, createdAt),
    leaseSinceMs: invocation.nowMs,
    leaseUntilMs: leaseEnd(invocation),
  };
}

/** The pending execution under this invocation's lease; `undefined` if neither it nor this request has a plan. */
function takeOver(
  existing: Execution,
  { id, fingerprint }: NewExecution,
  plan: EffectPlan | undefined,
  invocation: Invocation,
): ClaimedExecution | undefined {
  const { plannedJson = plan?.plannedJson, effectAtSeconds = plan?.effectAtSeconds, createdAt } = existing;
  if (plannedJson === undefined || effectAtSeconds === undefined) return undefined;
  return {
    ...existing,
    plannedJson,
    effectAtSeconds,
    effectKey: existing.effectKey ?? effectKeyOf(id, fingerprint, createdAt),
    leaseOwner: invocation.leaseOwner,
    leaseSinceMs: invocation.nowMs,
    leaseUntilMs: leaseEnd(invocation),
  };
}

async function performAndComplete(
  claimed: ClaimedExecution,
  wanted: NewExecution,
  perform: Perform,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  // A delivered reminder has been scheduled, though that could not be recorded then.
  const result: EffectResult =
    claimed.deliveredAt === undefined ? await perform(claimed, claimed.effectAtSeconds) : { kind: 'done' };
  if (result.kind === 'unavailable') {
    const cause = await causeAfterRelease(result.cause, () => executions.release(claimed, invocation));
    return failed(failure('adapter_unavailable', { cause }));
  }
  const completed =
    result.kind === 'done'
      ? { ...claimed, state: 'done' as const, resultJson: claimed.plannedJson }
      : rejectForGood(claimed);
  const other = await executions.complete(completed, invocation);
  if (other !== undefined) return replayOutcome(other, wanted, invocation.nowMs);
  const { resultJson } = completed;
  return result.kind === 'done'
    ? succeeded(wanted.actionType, wanted.id, resultJson, false)
    : {
        status: 'failed',
        failure: failure('adapter_rejected', { cause: result.cause }),
        resultJson,
        replayed: false,
      };
}

/** Whether the same request claimed this trace id, and the lease of that claim has ended. */
export function isAbandoned(existing: Execution, { fingerprint }: NewExecution, nowMs: number): boolean {
  return (
    existing.state === 'pending' &&
    existing.fingerprint === fingerprint &&
    (existing.leaseUntilMs ?? 0) <= nowMs
  );
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
