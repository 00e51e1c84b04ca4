// The outcome of a dry run: what the plan would lead to under a trace id that has no execution. Touches nothing.
import type { Plan } from '../actions/plan.ts';
import { failed, type Outcome } from '../domain/outcome.ts';
import type { AcceptedRequest } from '../domain/request.ts';
import type { Adapter } from '../ports/adapter.ts';
import { writeResult } from './write-result.ts';

export function answerDryRun(plan: Plan, accepted: AcceptedRequest, adapter: Adapter): Outcome {
  if (plan.kind === 'refused') return failed(plan.failure);
  if (plan.kind === 'create' && plan.rejectIfFirst !== undefined) return failed(plan.rejectIfFirst);
  return { status: 'planned', resultJson: writeResult(plan, accepted, adapter) };
}
