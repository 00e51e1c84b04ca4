// The one path of a request: envelope, gate, payload, plan, carry out (or, in a dry run, only show the plan). Knows neither HTTP nor AWS.
import type { Action, Plan } from '../actions/plan.ts';
import { actions } from '../actions/registry.ts';
import type { EffectAction, EffectPayload } from '../domain/effect.ts';
import { failure } from '../domain/failure.ts';
import type { Invocation } from '../domain/invocation.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { AcceptedRequest, ParsedRequest } from '../domain/request.ts';
import type { ActionType } from '../generated/tables.ts';
import type { Adapter, Adapters } from '../ports/adapter.ts';
import type { Ports } from '../ports/ports.ts';
import { instantOf } from '../time/instant.ts';
import { checkEnvelope } from '../validation/check-envelope.ts';
import { checkPayload } from '../validation/check-payload.ts';
import { answerDryRun } from './answer-dry-run.ts';
import { carryOut } from './carry-out.ts';

export type Execute = (request: ParsedRequest, invocation: Invocation) => Promise<Outcome>;

/** With less time left than this no call to the outside is started: its outcome could not be answered in time. */
const minRemainingMs = 600;
const maxDetails = 20;

/** @param defaultTimezone IANA name of the zone of times that have neither offset nor timezone */
export function createExecutor(ports: Ports, defaultTimezone: string): Execute {
  return async (request, invocation) => {
    const envelope = checkEnvelope(request);
    if (envelope.kind === 'refused') return failed(envelope.failure);
    const { decision } = envelope;
    if (decision !== 'workflow') return { status: 'skipped', decision };
    const accepted = checkPayload(envelope);
    if (accepted.kind === 'refused') return failed(accepted.failure);
    const adapter = adapterFor(accepted.actionType, ports.adapters);
    const plan = refuseBreaches(adapter, accepted) ?? (await planFor(accepted, invocation, defaultTimezone));
    if (accepted.dryRun) return answerDryRun(plan, accepted, adapter);
    if (plan.kind === 'refused' && plan.onlyIfFirst !== true) return failed(plan.failure);
    if (invocation.remainingMs() < minRemainingMs) return failed(failure('deadline_exceeded'));
    return await carryOut(plan, accepted, adapter, ports, invocation);
  };
}

function planFor({ actionType, payload }: AcceptedRequest, { nowMs }: Invocation, defaultTimezone: string) {
  // The payload has passed the schema of this action type.
  const action = actions[actionType] as Action<ActionType>;
  return action(payload, { now: instantOf(nowMs), defaultTimezone });
}

/** An action that has no adapter is recorded, and that is all. */
function adapterFor(actionType: ActionType, adapters: Adapters): Adapter {
  // The payload and the effect that it is called with are of this action type.
  const chosen = (adapters as Readonly<Partial<Record<ActionType, Adapter>>>)[actionType];
  return chosen ?? { kind: 'record', fields: {} };
}

/** Refuses a payload that the outside system cannot take. Another adapter may have taken it: what is recorded decides. */
function refuseBreaches(adapter: Adapter, { payload }: AcceptedRequest): Plan | undefined {
  // An action that has such an adapter creates something.
  const details =
    (adapter.kind === 'outside' && adapter.findBreaches?.(payload as EffectPayload<EffectAction>)) || [];
  if (details.length === 0) return undefined;
  const refusal = failure('invalid_payload', { details: details.slice(0, maxDetails) });
  return { kind: 'refused', failure: refusal, onlyIfFirst: true };
}
