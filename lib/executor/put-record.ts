// Carries out a plan whose record is all there is to do: one conditional write.
import type { Execution } from '../domain/execution.ts';
import type { Invocation } from '../domain/invocation.ts';
import { succeeded, type Outcome } from '../domain/outcome.ts';
import type { Executions } from '../ports/executions.ts';
import { replayOutcome, type NewExecution } from './replay-outcome.ts';

export async function putRecord(
  { id, ...wanted }: NewExecution,
  resultJson: string,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const createdAt = new Date(invocation.nowMs).toISOString();
  const execution: Execution = { ...wanted, state: 'done', resultJson, createdAt, leaseUntilMs: undefined };
  const existing = await executions.putIfAbsent(execution, invocation);
  return existing === undefined
    ? succeeded(wanted.actionType, id, resultJson, false)
    : replayOutcome(existing, { id, ...wanted }, invocation.nowMs);
}
