// The effect is outside: claim, act, settle. The only place where an execution changes its state.
//
//              claim                  settle
//   (absent) ─────────▶ pending ───────────────▶ done      the effect is there
//                       ▲    │ └───────────────▶ failed    refused for good
//                       └────┘
//       hand back: the lease ends at once · take over: a later try claims when the lease has run out
//
// A crash anywhere leaves `pending` with a lease; done and failed are final. Success is told only once `done` is written.
// The first claim records the plan, and whoever finishes it finishes that one: a zone or a clock may have changed since.
import { effectKeyOf } from '../domain/effect-key.ts';
import { describeFailure, dispositionOf, failure, Fault } from '../domain/failure.ts';
import { idOf } from '../domain/ids.ts';
import { leaseEnd, type Invocation } from '../domain/invocation.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import { judge, succeed, type Asked } from './judge.ts';
import type { Acted, Due, Execution, Executions } from '../adapters/ports.ts';

/** What a request wants to be done outside, and recorded as its result. */
export type EffectPlan = { readonly plannedJson: string; readonly effectAtSeconds: number };

/** A pending execution that is this invocation's now. */
type Claimed = Execution & EffectPlan & Due;

/** Does the effect outside, under its key, for the second that it is to be delivered at. */
export type Act = (due: Due, atSeconds: number) => Promise<Acted>;

export async function claimActSettle(
  asked: Asked,
  plan: EffectPlan,
  act: Act,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const fresh = claim(asked, plan, invocation);
  const standing = await executions.record(fresh, invocation);
  if (standing === undefined) return await actAndSettle(fresh, asked, act, executions, invocation);
  return await finish(standing, asked, plan, act, executions, invocation);
}

/**
 * Finishes what was begun under this trace id, if it is for this request to finish; else tells what there is.
 *
 * @param plan of this request, for an execution whose own is not recorded; without one such an execution stays as it is
 */
export async function finish(
  seen: Execution,
  asked: Asked,
  plan: EffectPlan | undefined,
  act: Act,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const { token, nowMs } = invocation;
  let standing = seen;
  if (isAbandoned(standing, asked, nowMs)) {
    const taken = resume(standing, asked, plan, invocation);
    if (taken !== undefined) standing = await executions.takeOver(standing, taken, invocation);
  }
  // Ours: taken over now, or by an earlier attempt of the same call, whose answer was lost on the way.
  const ours =
    standing.state === 'pending' && standing.token === token && resume(standing, asked, plan, invocation);
  return ours ? await actAndSettle(ours, asked, act, executions, invocation) : judge(standing, asked, nowMs);
}

function claim(asked: Asked, plan: EffectPlan, invocation: Invocation): Claimed {
  const createdAt = new Date(invocation.nowMs).toISOString();
  return {
    ...asked,
    ...plan,
    state: 'pending',
    resultJson: undefined,
    createdAt,
    effectKey: effectKeyOf(idOf(asked.actionType, asked.traceId), asked.fingerprint, createdAt),
    leaseSinceMs: invocation.nowMs,
    leaseUntilMs: leaseEnd(invocation),
  };
}

/** The pending execution as this invocation would hold it, or nothing where no one has recorded what it is to become. */
function resume(
  standing: Execution,
  asked: Asked,
  plan: EffectPlan | undefined,
  invocation: Invocation,
): Claimed | undefined {
  const { plannedJson = plan?.plannedJson, effectAtSeconds = plan?.effectAtSeconds, createdAt } = standing;
  if (plannedJson === undefined || effectAtSeconds === undefined) return undefined;
  return {
    ...standing,
    plannedJson,
    effectAtSeconds,
    effectKey:
      standing.effectKey ?? effectKeyOf(idOf(asked.actionType, asked.traceId), asked.fingerprint, createdAt),
    token: invocation.token,
    leaseSinceMs: invocation.nowMs,
    leaseUntilMs: leaseEnd(invocation),
  };
}

async function actAndSettle(
  claimed: Claimed,
  asked: Asked,
  act: Act,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  // What was delivered has been made, though nobody could record it then.
  const acted: Acted =
    claimed.deliveredAt === undefined ? await act(claimed, claimed.effectAtSeconds) : { kind: 'done' };
  if (acted.kind === 'unavailable') return await handBack(claimed, acted.cause, executions, invocation);
  const settled =
    acted.kind === 'done'
      ? { ...claimed, state: 'done' as const, resultJson: claimed.plannedJson }
      : refuseForGood(claimed);
  const other = await executions.settle(settled, invocation);
  if (other !== undefined) return judge(other, asked, invocation.nowMs);
  if (acted.kind === 'done') return succeed(asked, settled.resultJson, false);
  return {
    status: 'failed',
    failure: failure('adapter_rejected', { cause: acted.cause }),
    resultJson: settled.resultJson,
    replayed: false,
  };
}

/** Whether the same request was begun here, and whoever began it has no more time to finish it. */
export function isAbandoned(standing: Execution, { fingerprint }: Asked, nowMs: number): boolean {
  return (
    standing.state === 'pending' &&
    standing.fingerprint === fingerprint &&
    (standing.leaseUntilMs ?? 0) <= nowMs
  );
}

function refuseForGood(claimed: Claimed) {
  const refused = failure('adapter_rejected');
  return {
    ...claimed,
    state: 'failed',
    resultJson: JSON.stringify(describeFailure(refused)),
    httpStatus: dispositionOf(refused).status,
  } as const;
}

async function handBack(
  claimed: Execution,
  cause: string,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  try {
    await executions.handBack(claimed, invocation);
    return failed(failure('adapter_unavailable', { cause }));
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    // The claim then ends with its lease; the log tells both, the caller that a retry is safe.
    return failed(failure('adapter_unavailable', { cause: `${cause}, ${error.causeName}` }));
  }
}
