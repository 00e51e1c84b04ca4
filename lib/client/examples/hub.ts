// A decision hub to copy: it sends its decisions to the Workflow Executor, and prints what came of each.
// hub.py is the same hub. Run it by `node hub.ts`, in a project of type "module" that has the client.
import {
  createClient,
  NoOutcomeError,
  type ClientOptions,
  type Decision,
  type ExecutionOutcome,
  type Payload,
  type TaskPayload,
} from 'workflow-executor-client';

// The trace id comes from the message: however often the hub runs, a decision is executed once.
const task: TaskPayload = { action_type: 'task', title: 'Submit payroll report', priority: 'high' };
const decisions: readonly Decision[] = [
  { trace_id: 'message-1', decision: 'respond', data: { text: 'Good morning!' } },
  workflow('message-2', task),
  workflow('message-3', { action_type: 'reminder', message: 'Call the bank', time: '2035-01-08T08:00Z' }),
  workflow('message-4', {
    action_type: 'meeting',
    title: 'Budget',
    participants: ['ada@example.com', 'grace@example.com'],
    start_time: '2035-01-08T10:00',
    end_time: '2035-01-08T10:30',
    timezone: 'Europe/Berlin',
  }),
  workflow('message-5', { action_type: 'info', query: 'trace:message-2' }),
  workflow('message-6', { action_type: 'info', query: 'opening hours' }),
];

function workflow(traceId: string, payload: Payload): Decision {
  return { trace_id: traceId, decision: 'workflow', data: { workflow_type: 'workflow', payload } };
}

/** A token or AWS credentials of the environment; neither for a service on this machine. */
function readOptions(env: NodeJS.ProcessEnv): ClientOptions {
  const { EXECUTOR_URL: url = 'http://127.0.0.1:8000', EXECUTOR_TOKEN: token, AWS_REGION: region } = env;
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env;
  if (token !== undefined) return { url, token };
  if (!url.startsWith('https:') || !region || !accessKeyId || !secretAccessKey) return { url };
  const credentials = { accessKeyId, secretAccessKey, sessionToken: env['AWS_SESSION_TOKEN'] };
  return { url, signing: { region, credentials } };
}

function describe(outcome: ExecutionOutcome): string {
  switch (outcome.status) {
    case 'success':
      return `${outcome.replayed ? 'executed before' : 'executed'}: ${JSON.stringify(outcome.result)}`;
    case 'planned':
      return `would be executed: ${JSON.stringify(outcome.result)}`;
    case 'skipped':
      return `skipped: ${outcome.reason}`;
    case 'failed':
      return `failed: ${outcome.error.code}: ${outcome.error.message}`;
    default:
      return outcome satisfies never;
  }
}

/** Prints what came of a decision. Returns whether it is settled: one that is not has to be sent again. */
async function settle(call: Promise<ExecutionOutcome>): Promise<boolean> {
  try {
    const outcome = await call;
    console.log(`${outcome.traceId} ${describe(outcome)}`);
    return outcome.status !== 'failed' || !outcome.error.retryable;
  } catch (error) {
    if (!(error instanceof NoOutcomeError)) throw error;
    // It may have been executed, or not. Whoever leaves the trace id to the client keeps this one.
    console.log(`${error.traceId} outcome not known: ${String(error.cause)}`);
    return false;
  }
}

const executor = createClient(readOptions(process.env));
await settle(executor.execute(task, { traceId: 'message-2', dryRun: true }));
const later: Decision[] = [];
for (const decision of decisions) if (!(await settle(executor.send(decision)))) later.push(decision);
// A hub keeps these in its queue. This one sends all decisions again at its next start: what was executed is answered, and not
// executed again.
if (later.length > 0) {
  console.error(`send again later: ${later.map(({ trace_id: traceId }) => traceId).join(', ')}`);
  process.exitCode = 1;
}
