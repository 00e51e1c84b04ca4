// The canary of a deployment: a task of one commit, sent twice. It shows what no read-only case can show: that the service writes,
// and executes once.
import { parseIfJson } from '../../lib/domain/json.ts';
import type { Send } from './exchange.ts';

/**
 * What is wrong with the answers, one line for each problem. What an outside system calls the task is not known, so the answer may have
 * `external` beside what is expected.
 */
export async function runCanary(commit: string, send: Send): Promise<string[]> {
  const traceId = `deploy-canary-${commit}`;
  const title = `Deployment of ${commit}`;
  const request = {
    trace_id: traceId,
    decision: 'workflow',
    data: { workflow_type: 'workflow', payload: { action_type: 'task', title } },
  };
  const ask = () =>
    send({ body: Buffer.from(JSON.stringify(request)), headers: { 'content-type': 'application/json' } });
  const first = await ask();
  const result = { success: true, task_id: `task-${traceId}`, title };
  const expected = JSON.stringify({ trace_id: traceId, status: 'success', execution_result: result });
  if (first.status !== 200) return [`it is not executed: ${first.status} ${first.body.slice(0, 500)}`];
  const second = await ask();
  return [
    ...(withoutExternal(first.body) === expected
      ? []
      : [`the answer is ${first.body.slice(0, 500)}, and should be ${expected}`]),
    ...(second.status === 200 && second.headers['idempotent-replayed'] === 'true'
      ? []
      : [`the second answer is no replay: ${second.status} ${second.body.slice(0, 500)}`]),
    ...(second.body === first.body ? [] : ['the second answer has another body than the first']),
  ];
}

/** A body as the contract writes it is written again as it was. */
function withoutExternal(body: string): string {
  return JSON.stringify(parseIfJson(body), (name, value: unknown) =>
    name === 'external' ? undefined : value,
  );
}
