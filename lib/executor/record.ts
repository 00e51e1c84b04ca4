// The record is the effect: one conditional write does it all.
import type { Invocation } from '../domain/invocation.ts';
import type { Outcome } from '../domain/outcome.ts';
import { judge, succeed, type Asked } from './judge.ts';
import type { Execution, Executions } from '../adapters/ports.ts';

export async function record(
  asked: Asked,
  resultJson: string,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const createdAt = new Date(invocation.nowMs).toISOString();
  const execution: Execution = { ...asked, state: 'done', resultJson, createdAt, leaseUntilMs: undefined };
  const standing = await executions.record(execution, invocation);
  return standing === undefined
    ? succeed(asked, resultJson, false)
    : judge(standing, asked, invocation.nowMs);
}
