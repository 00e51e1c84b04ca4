// The record is the effect: one conditional write does it all.
import type { Invocation } from '../contract/invocation.ts';
import type { Outcome } from '../contract/outcome.ts';
import { judge, succeed, type Asked } from './judge.ts';
import type { Executions } from '../adapters/ports.ts';

export async function record(
  execution: Asked,
  executions: Executions,
  invocation: Invocation,
): Promise<Outcome> {
  const standing = await executions.record(execution, invocation);
  return standing === undefined
    ? succeed(execution, execution.resultJson, false)
    : judge(standing, execution, invocation.nowMs);
}
