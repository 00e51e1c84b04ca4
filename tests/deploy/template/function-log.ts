// Runs the packaged function through each of its outcomes, and collects the lines that it writes and the actions that it requests of AWS.
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { listenLocally } from '../../support/listen.ts';
import { startFakeScheduler } from '../../support/fake-scheduler.ts';
import { startDynalite } from '../../support/store.ts';
import { account, arnOf, region, type JsonValue } from '../../support/template.ts';

export type FunctionAnswer = {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

export type FunctionLog = {
  readonly lines: readonly JsonValue[];
  readonly actions: ReadonlySet<string>;
  /** By the name of the call. */
  readonly answers: Readonly<Record<string, FunctionAnswer>>;
  /** By the name of the call: what the function returned, or the name of the error that it threw. */
  readonly deliveries: Readonly<Record<string, string | null>>;
};

const request = (trace_id: string, payload: object, decision = 'workflow'): string =>
  JSON.stringify({ trace_id, decision, data: { workflow_type: 'workflow', payload } });
const dryRun = (trace_id: string, payload: object): string =>
  JSON.stringify({
    trace_id,
    decision: 'workflow',
    dry_run: true,
    data: { workflow_type: 'workflow', payload },
  });
const task = { action_type: 'task', title: 'A' };
const reminder = { action_type: 'reminder', message: 'Call', time: '2099-01-01T09:00:00Z' };
const meeting = {
  action_type: 'meeting',
  title: 'Plan',
  participants: ['a@example.com'],
  start_time: '2099-01-01T09:00:00Z',
  end_time: '2099-01-01T10:00:00Z',
};

/** Each outcome once; the name of a call is the `request_id` of its lines. */
function listCalls() {
  // Now, and not when this file is loaded: a reminder of the past is refused.
  const dueReminder = { ...reminder, time: new Date().toISOString() };
  return [
    {
      name: 'documented',
      body: request('task-001', { action_type: 'task', title: 'Submit payroll report' }),
    },
    { name: 'task', body: request('done', task) },
    { name: 'replay', body: request('done', task) },
    { name: 'conflict', body: request('done', { ...task, title: 'B' }) },
    { name: 'meeting', body: request('met', meeting) },
    { name: 'meeting-refused', body: request('refused', meeting) },
    { name: 'meeting-refused-again', body: request('refused', meeting) },
    { name: 'skip', body: request('skipped', {}, 'respond') },
    { name: 'dry-run', body: dryRun('planned', reminder) },
    { name: 'dry-run-untitled', body: dryRun('planned', { action_type: 'task' }) },
    { name: 'untitled', body: request('untitled', { action_type: 'task' }) },
    { name: 'unknown-action', body: request('unknown-action', { action_type: 'dance' }) },
    { name: 'no-json', body: '{' },
    { name: 'unknown-topic', body: request('unknown-topic', { action_type: 'info', query: 'nothing' }) },
    { name: 'store-down', body: request('store-down', task) },
    { name: 'reminder', body: request('scheduled', reminder) },
    { name: 'scheduler-down', body: request('scheduler-down', reminder) },
    { name: 'scheduler-no', body: request('scheduler-no', reminder) },
    { name: 'reminder-now', body: request('due', dueReminder) },
    { name: 'reminder-topic-down', body: request('topic-down', dueReminder) },
    { name: 'reminder-held', body: request('held', dueReminder) },
    { name: 'crash', body: request('broken', task), broken: true },
  ];
}

/** Deliveries of the reminders above, by trace id. */
const dueDeliveries = [
  { name: 'delivered', traceId: 'due' },
  { name: 'delivered-before', traceId: 'due' },
  { name: 'topic-down', traceId: 'topic-down' },
  { name: 'held', traceId: 'held' },
];

/** The contract's first example, to the byte. */
export const documentedAnswer =
  '{"trace_id":"task-001","status":"success","execution_result":' +
  '{"success":true,"task_id":"task_001","title":"Submit payroll report"}}';

/** Runs `bundle` through the calls above. */
export async function recordFunctionLog(bundle: string): Promise<FunctionLog> {
  const store = await startDynalite();
  const dynamo = await startFaultProxy(
    store.endpoint,
    ({ body }) => (body.includes('store-down') ? '500' : undefined),
    0,
  );
  const scheduler = await startFakeScheduler();
  scheduler.refusing.set('scheduler-down', 'InternalServerException');
  scheduler.refusing.set('scheduler-no', 'ValidationException');
  const sns = await startSns();
  const receiver = await startReceiver();
  try {
    const env = {
      AWS_ENDPOINT_URL_DYNAMODB: dynamo.endpoint,
      AWS_ENDPOINT_URL_SCHEDULER: scheduler.endpoint,
      AWS_ENDPOINT_URL_SNS: sns.endpoint,
      EXECUTIONS_TABLE: store.executionsTable,
      TOPICS_TABLE: store.topicsTable,
      MEETING_ADAPTER: 'webhook',
      WEBHOOK_URL: receiver.endpoint,
      WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
    };
    const requests = await invoke<FunctionAnswer>(bundle, env, listCalls());
    const held = await store.itemOf('held');
    await store.putItem({
      ...held,
      delivery_token: { S: 'of another' },
      delivery_until: { N: String(Date.now() + 600_000) },
    });
    const due = dueDeliveries.map(({ name, traceId }) => {
      const { input = '' } = scheduler.created.find((schedule) => schedule.traceId === traceId) ?? {};
      return { name, event: JSON.parse(input) as object };
    });
    const delivered = await invoke<string | null>(bundle, env, due);
    return {
      lines: [...requests.lines, ...delivered.lines],
      actions: new Set([
        ...dynamo.calls.map(({ operation }) => `dynamodb:${operation}`),
        ...(scheduler.asked.length > 0 ? ['scheduler:CreateSchedule'] : []),
        ...sns.actions,
      ]),
      answers: requests.answers,
      deliveries: delivered.answers,
    };
  } finally {
    sns.close();
    receiver.close();
    await Promise.all([dynamo.close(), scheduler.close()]);
    await store.stop();
  }
}

/** A receiver of webhooks that refuses the trace id `refused` for good. */
async function startReceiver() {
  const server = createServer((incoming, response) => {
    const answer = (body: string): void => {
      response.writeHead(body.includes('"refused"') ? 422 : 204).end();
    };
    text(incoming).then(answer, (error: Error) => response.destroy(error));
  });
  const endpoint = await listenLocally(server);
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint, close };
}

/** A fake of SNS that cannot publish for the trace id `topic-down`. */
async function startSns() {
  const actions = new Set<string>();
  const server = createServer((incoming, response) => {
    const answer = (body: string): void => {
      actions.add(`sns:${String(new URLSearchParams(body).get('Action'))}`);
      const isDown = body.includes('topic-down');
      response.writeHead(isDown ? 500 : 200, { 'content-type': 'text/xml' });
      response.end(
        isDown
          ? '<ErrorResponse><Error><Code>InternalError</Code></Error></ErrorResponse>'
          : '<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>',
      );
    };
    text(incoming).then(answer, (error: Error) => response.destroy(error));
  });
  const endpoint = await listenLocally(server);
  const close = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { endpoint, actions, close };
}

/** Makes `calls` in one process of the function; invoke.ts reads them. */
async function invoke<Returned>(
  bundle: string,
  env: Readonly<Record<string, string>>,
  calls: readonly object[],
): Promise<{ readonly lines: readonly JsonValue[]; readonly answers: Readonly<Record<string, Returned>> }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'invoke.ts'), bundle], {
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    env: {
      AWS_REGION: region,
      // As the test's store was made: DynamoDB's fakes keep tables apart by key.
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      SERVICE_NAME: 'workflow-executor',
      REMINDER_SCHEDULE_GROUP: 'reminders',
      REMINDER_TARGET_ARN: arnOf('lambda', 'function:execute'),
      REMINDER_TOPIC_ARN: arnOf('sns', 'reminders-due'),
      REMINDER_ROLE_ARN: `arn:aws:iam::${account}:role/deliver`,
      REMINDER_DLQ_ARN: arnOf('sqs', 'reminders-dlq'),
      REMINDER_LEAD_SECONDS: '0',
      ...env,
    },
  });
  let answers: Readonly<Record<string, Returned>> = {};
  child.once('message', (sent) => {
    answers = sent as typeof answers;
  });
  child.stdin?.end(JSON.stringify(calls));
  const output = Promise.all(
    [child.stdout, child.stderr].map(async (stream) => (stream === null ? '' : await text(stream))),
  );
  const code = await new Promise((resolve) => child.once('close', resolve));
  const printed = (await output).join('');
  if (code !== 0) throw new Error(`the function ended with ${String(code)}\n${printed.slice(-2000)}`);
  const lines = printed.split('\n').filter((line) => line.startsWith('{'));
  return { lines: lines.map((line) => JSON.parse(line) as JsonValue), answers };
}
