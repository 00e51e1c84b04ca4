// What the users of the client package write: it is compiled against the packed package, and some of it is run.

/** Uses every part of the types; what they must refuse is marked. */
export const typed = `
import {
  createClient,
  NoOutcomeError,
  type AwsCredentials,
  type ClientOptions,
  type ExecutionErrorCode,
  type ExecutionOutcome,
  type Payload,
  type TaskResult,
} from 'workflow-executor-client';

declare const credentials: () => Promise<AwsCredentials & { expiration?: Date }>;
declare const payload: Payload;
declare const text: string;
declare const tags: readonly string[];
const url = 'https://example.com';

export const options: ClientOptions[] = [
  { url },
  { url: new URL(url), maxAttempts: 3, timeoutMs: 1, deadlineMs: 2, fetch },
  { url, token: 'abc' },
  { url, token: () => 'abc' },
  { url, token: async () => 'abc' },
  { url, signing: { region: 'eu-central-1', credentials } },
  { url, signing: { region: 'eu-central-1', credentials: { accessKeyId: text, secretAccessKey: text } } },
  { url, fetch: async (to: string, init: RequestInit) => await fetch(to, init) },
];
const executor = createClient({ url });

export async function use(signal: AbortSignal): Promise<string> {
  const outcome = await executor.execute({ action_type: 'task', title: text, tags }, { traceId: text, signal });
  switch (outcome.status) {
    case 'success': {
      const result: TaskResult = outcome.result;
      // @ts-expect-error a task is no reminder
      outcome.result.reminder_id;
      return result.task_id + outcome.replayed + outcome.attempts + outcome.traceId;
    }
    case 'failed': {
      const { code, message, retryable, details = [] } = outcome.error;
      if (code === 'trace_id_conflict' || code === 'a_code_of_a_later_version') return message + retryable;
      return details.map(({ path }) => path).join();
    }
    case 'planned':
      // @ts-expect-error nothing has been done outside yet
      outcome.result.external;
      return outcome.result.task_id;
    case 'skipped':
      return outcome.reason;
    default:
      return outcome satisfies never;
  }
}

export async function more(): Promise<void> {
  const reminder = await executor.execute({ action_type: 'reminder', message: text, time: text }, { dryRun: true });
  if (reminder.status === 'planned') reminder.result.due_at satisfies string;
  const info = await executor.execute({ action_type: 'info', query: text });
  if (info.status === 'success') info.result.data satisfies unknown;
  // @ts-expect-error it is any JSON value
  if (info.status === 'success') info.result.data.trace_id;
  // @ts-expect-error what is not looked up yet is not known
  if (info.status === 'planned') info.result.data;
  const any: ExecutionOutcome = await executor.execute(payload);
  if (any.status === 'success' && 'meeting_id' in any.result) any.result.start_at satisfies string;
  await executor.send({ decision: 'respond' });
  await executor.send({ trace_id: null, decision: 'workflow', data: { workflow_type: 'workflow', payload } });
  const known: ExecutionErrorCode = 'invalid_time';
  const error: unknown = new NoOutcomeError(known, 1, undefined);
  if (error instanceof NoOutcomeError) error.traceId satisfies string;
}

export async function refused(): Promise<void> {
  // @ts-expect-error the title is missing
  await executor.execute({ action_type: 'task' });
  // @ts-expect-error a field that the action does not know
  await executor.execute({ action_type: 'task', title: text, titel: text });
  // @ts-expect-error a field of another action
  await executor.execute({ action_type: 'task', title: text, time: text });
  // @ts-expect-error an action that does not exist
  await executor.execute({ action_type: 'note', title: text });
  // @ts-expect-error a priority that does not exist
  await executor.execute({ action_type: 'task', title: text, priority: 'soon' });
  // @ts-expect-error an option that does not exist
  await executor.execute(payload, { trace_id: text });
  // @ts-expect-error the decision is missing
  await executor.send({ trace_id: text });
  // @ts-expect-error the address is missing
  createClient({});
  // @ts-expect-error a token or a signature
  createClient({ url, token: 'abc', signing: { region: 'eu-central-1', credentials } });
  // @ts-expect-error the region is missing
  createClient({ url, signing: { credentials } });
  // @ts-expect-error an option that does not exist
  createClient({ url, timeout: 1 });
}
`;

const run = `
const url = 'https://a1b2c3.execute-api.eu-central-1.amazonaws.com/prod';
const credentials = async () => ({ accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'x' });
const fetch = async (to, { headers, body }) => {
  const { trace_id } = JSON.parse(body);
  const signed = /Signature=[0-9a-f]{64}$/.test(headers.get('authorization'));
  return Response.json({ trace_id, status: 'success', execution_result: { success: true, to, signed } });
};
const client = createClient({ url, signing: { region: 'eu-central-1', credentials }, fetch });
client.execute({ action_type: 'task', title: 'x' }, { traceId: 'task-001' }).then((outcome) => {
  console.log(JSON.stringify({ outcome, error: new NoOutcomeError('a', 1).name }));
});
`;

export const esm = `import { createClient, NoOutcomeError } from 'workflow-executor-client';${run}`;
export const commonJs = `const { createClient, NoOutcomeError } = require('workflow-executor-client');${run}`;
