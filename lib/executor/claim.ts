// The effect is outside: claim, act, settle. The only place where an execution changes its state.
//
//              claim                  settle
//   (absent) ─────────▶ pending ───────────────▶ done      the effect is there
//                       ▲    │ └───────────────▶ failed    refused for good
//                       └────┘
//       hand back: the lease ends at once · take over: a later try claims when the lease has run out
//
// A crash anywhere leaves `pending` with a lease; done and failed are final. Success is told only once `done` is written.
import { effectKeyOf } from '../contract/effect-key.ts';
import { describeFailure, failure, Fault, type Failure } from '../contract/failure.ts';
import { idOf } from '../contract/ids.ts';
import type { Invocation } from '../contract/invocation.ts';
import { failed, type Outcome } from '../contract/outcome.ts';
import { judge, succeed, type Asked } from './judge.ts';
import type { Acted, Execution, Executions } from '../adapters/ports.ts';

/** How long after the platform's limit a claim is still held to be alive: covers the skew of two clocks. */
const leaseMarginMs = 2_000;

/**
 * @param execution what is to stand in the end: done, with its result
 * @param act does the effect outside, under its key
 */
export async function claimActSettle(
  execution: Asked,
  act: (effectKey: string) => Promise<Acted>,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const claimed = await claim(execution, executions, invocation);
  if ('status' in claimed) return claimed;
  const id = idOf(execution.actionType, execution.traceId);
  const acted = await act(effectKeyOf(id, execution.fingerprint, claimed.createdAt));
  if (acted.kind === 'unavailable') return await handBack(claimed, acted.cause, executions, invocation);
  const settled = acted.kind === 'done' ? execution : refuseForGood(execution, failure('adapter_rejected'));
  const other = await executions.settle(settled, invocation);
  if (other !== undefined) return judge(other, execution, invocation.nowMs);
  if (acted.kind === 'done') return succeed(execution, execution.resultJson, false);
  return {
    status: 'failed',
    failure: failure('adapter_rejected', { cause: acted.cause }),
    resultJson: settled.resultJson,
    replayed: false,
  };
}

/** The claim that this invocation holds now, fresh or taken over; or the outcome that there is instead. */
async function claim(
  execution: Asked,
  executions: Executions,
  invocation: Invocation,
): Promise<Execution | Outcome> {
  const { token, nowMs, deadlineMs } = invocation;
  const holder = { token, leaseSinceMs: nowMs, leaseUntilMs: deadlineMs + leaseMarginMs };
  const fresh: Execution = { ...execution, state: 'pending', resultJson: undefined, ...holder };
  let standing = await executions.record(fresh, invocation);
  if (standing === undefined) return fresh;
  if (isAbandoned(standing, execution, nowMs)) {
    const taken = { ...standing, ...holder };
    standing = await executions.takeOver(standing, holder, invocation);
    if (standing === undefined) return taken;
  }
  // Our own, from an earlier attempt of the same call: its answer was lost on the way.
  if (standing.state === 'pending' && standing.token === token) return standing;
  return judge(standing, execution, nowMs);
}

/** Whether the same request was begun here, and whoever began it has no more time to finish it. */
function isAbandoned(standing: Execution, { fingerprint }: Asked, nowMs: number): boolean {
  return (
    standing.state === 'pending' &&
    standing.fingerprint === fingerprint &&
    (standing.leaseUntilMs ?? 0) <= nowMs
  );
}

function refuseForGood(execution: Execution, refused: Failure) {
  return { ...execution, state: 'failed', resultJson: JSON.stringify(describeFailure(refused)) } as const;
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
    return failed(
      failure('adapter_unavailable', { cause: `${cause}, ${error.failure.cause ?? error.failure.code}` }),
    );
  }
}
