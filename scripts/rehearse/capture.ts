// Owns getting the lines that the built function really writes, one run through each kind of outcome.
// Leaves judging filters and queries by them to assert/.

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startAwsDouble } from './aws-double.ts';
import { account, region, type Json } from './template.ts';

export interface Answer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface Capture {
  readonly lines: readonly Json[];
  readonly actions: ReadonlySet<string>;
  /** By the name of the call. */
  readonly answers: Readonly<Record<string, Answer>>;
  /** By the name of the call: what the function returned, or the name of the error that it threw. */
  readonly deliveries: Readonly<Record<string, string | null>>;
}

const request = (trace_id: string, payload: object, decision = 'workflow'): string =>
  JSON.stringify({ trace_id, decision, data: { workflow_type: 'workflow', payload } });
const reminder = { action_type: 'reminder', message: 'Call', time: '2099-01-01T09:00:00Z' };
const dueReminder = { ...reminder, time: new Date().toISOString() };
const meeting = {
  action_type: 'meeting',
  title: 'Plan',
  participants: ['a@example.com'],
  start_time: '2099-01-01T09:00:00Z',
  end_time: '2099-01-01T10:00:00Z',
};

/** Every outcome once, by a name that stands in its lines as `request_id`. */
const calls = [
  { name: 'documented', body: request('task-001', { action_type: 'task', title: 'Submit payroll report' }) },
  { name: 'task', body: request('done', { action_type: 'task', title: 'A' }) },
  { name: 'replay', body: request('done', { action_type: 'task', title: 'A' }) },
  { name: 'conflict', body: request('done', { action_type: 'task', title: 'B' }) },
  { name: 'meeting', body: request('met', meeting) },
  { name: 'skip', body: request('skipped', {}, 'respond') },
  { name: 'untitled', body: request('untitled', { action_type: 'task' }) },
  { name: 'unknown-action', body: request('unknown-action', { action_type: 'dance' }) },
  { name: 'no-json', body: '{' },
  { name: 'unknown-topic', body: request('unknown-topic', { action_type: 'info', query: 'nothing' }) },
  { name: 'store-down', body: request('store-down', { action_type: 'task', title: 'A' }) },
  { name: 'reminder', body: request('rings', reminder) },
  { name: 'scheduler-down', body: request('scheduler-down', reminder) },
  { name: 'scheduler-no', body: request('scheduler-no', reminder) },
  { name: 'reminder-now', body: request('due', dueReminder) },
  { name: 'reminder-topic-down', body: request('topic-down', dueReminder) },
  { name: 'reminder-held', body: request('held', dueReminder) },
  { name: 'crash', body: request('broken', { action_type: 'task', title: 'A' }), broken: true },
];

/** Deliveries, once the reminders above are made. */
const deliveries = [
  { name: 'delivered', due: 'due' },
  { name: 'delivered-before', due: 'due' },
  { name: 'topic-down', due: 'topic-down' },
  { name: 'held', due: 'held' },
];

/** The contract's first example, to the byte. */
export const documentedAnswer =
  '{"trace_id":"task-001","status":"success","execution_result":' +
  '{"success":true,"task_id":"task_001","title":"Submit payroll report"}}';

/** Runs `bundle` through the calls above and reads its log. */
export async function captureLines(bundle: string): Promise<Capture> {
  const double = await startAwsDouble();
  try {
    const requests = await invoke<Answer>(bundle, double.endpoint, calls);
    const due = deliveries.map(({ name, due: trace }) => ({ name, event: double.inputs.get(trace) }));
    const delivered = await invoke<string | null>(bundle, double.endpoint, due);
    return {
      lines: [...requests.lines, ...delivered.lines],
      actions: double.actions,
      answers: requests.answers,
      deliveries: delivered.answers,
    };
  } finally {
    double.close();
  }
}

/** Makes `given` in one process of the function, as invoke.ts reads them. */
async function invoke<Returned>(
  bundle: string,
  endpoint: string,
  given: readonly object[],
): Promise<{ readonly lines: readonly Json[]; readonly answers: Readonly<Record<string, Returned>> }> {
  const arn = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;
  const child = spawn(process.execPath, [join(import.meta.dirname, 'invoke.ts'), bundle], {
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    env: {
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_ENDPOINT_URL: endpoint,
      SERVICE_NAME: 'workflow-executor',
      EXECUTIONS_TABLE: 'executions',
      TOPICS_TABLE: 'topics',
      REMINDER_SCHEDULE_GROUP: 'reminders',
      REMINDER_TARGET_ARN: arn('lambda', 'function:execute'),
      REMINDER_TOPIC_ARN: arn('sns', 'reminders-due'),
      REMINDER_ROLE_ARN: `arn:aws:iam::${account}:role/deliver`,
      REMINDER_DLQ_ARN: arn('sqs', 'reminders-dlq'),
      REMINDER_LEAD_SECONDS: '0',
    },
  });
  let answers: Readonly<Record<string, Returned>> = {};
  child.once('message', (sent) => {
    answers = sent as typeof answers;
  });
  child.stdin?.end(JSON.stringify(given));
  const output = Promise.all(
    [child.stdout, child.stderr].map(async (stream) => (stream === null ? '' : await text(stream))),
  );
  const code = await new Promise((resolve) => child.once('close', resolve));
  const printed = (await output).join('');
  if (code !== 0) throw new Error(`the function ended with ${String(code)}\n${printed.slice(-2000)}`);
  const lines = printed.split('\n').filter((line) => line.startsWith('{'));
  return { lines: lines.map((line) => JSON.parse(line) as Json), answers };
}
