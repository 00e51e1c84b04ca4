// Tests what the tool prints of a deployed stage, to the letter, against a fake of CloudWatch Logs and DynamoDB.
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  delivered,
  executed,
  failed,
  item,
  line,
  planned,
  received,
  reminderItem,
  replayed,
  requestId,
  undelivered,
} from './log-lines.ts';
import type { WrittenLine } from './log-lines.ts';
import { startFakeAws } from './fake-aws.ts';
import type { FakeAws } from './fake-aws.ts';
import { trace } from './harness.ts';

const group = '/aws/lambda/workflow-executor-dev-execute';
const table = 'workflow-executor-dev-executions';
const region = ['--region', 'eu-central-1'];
const ask = ['task-001', '--stage', 'dev', ...region];
const asking = 'Asking CloudWatch about task-001 in stage dev, eu-central-1, the last 1d …\n';
const home = 'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1';
const query =
  '$257E$2528end$257E$25272026-11-22T16*3A05*3A00.000Z$257Estart$257E$25272026-11-21T16*3A05*3A00.000Z$257EtimeType$257E$2527ABSOLUTE' +
  '$257Etz$257E$2527UTC$257EeditorString$257E$2527fields*20*40timestamp*2C*20*40message*0A*7C*20filter*20trace_id*20*3D*20*22task-001*22' +
  '*0A*7C*20sort*20*40timestamp*20asc$257Esource$257E$2528$257E$2527*2Faws*2Flambda*2Fworkflow-executor-dev-execute$2529$2529';
const logLinks = `Log group  ${home}#logsV2:log-groups/log-group/$252Faws$252Flambda$252Fworkflow-executor-dev-execute
Query      ${home}#logsV2:logs-insights$3FqueryDetail$3D${query}`;
const lookedIn = `Looked in  log group ${group}, the last 1d
           table ${table}, both in eu-central-1`;

let aws: FakeAws;

function report(number: number, status: string, metrics: WrittenLine, time = '16:02:11.400'): WrittenLine {
  return {
    time: `2026-11-22T${time}Z`,
    type: 'platform.report',
    record: {
      requestId: requestId(number),
      status,
      metrics: { billedDurationMs: 300, memorySizeMB: 512, ...metrics },
      tracing: {
        spanId: '5ac7a4d4f1b9c0de',
        type: 'X-Amzn-Trace-Id',
        value: 'Root=1-69234a63-0a1b2c3d4e5f60718293a4b5;Parent=5ac7a4d4f1b9c0de;Sampled=1;Lineage=1:0',
      },
    },
  };
}

beforeAll(async () => {
  aws = await startFakeAws();
});

afterAll(async () => {
  await aws.close();
});

beforeEach(() => {
  Object.assign(process.env, {
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: aws.endpoint,
    AWS_ENDPOINT_URL_DYNAMODB: aws.endpoint,
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  });
  aws.logGroups = {
    [group]: [
      replayed('16:04:40.003', 2),
      received('16:04:40.000', 2),
      executed('16:02:11.120', 1),
      received('16:02:11.120', 1, { cold_start: true }),
      received('16:02:30.000', 3, { trace_id: 'task-0010' }),
      report(1, 'success', { durationMs: 14.1, initDurationMs: 212.5, maxMemoryUsedMB: 92 }),
    ],
  };
  aws.items = { [table]: item() };
  aws.states = ['Complete'];
  aws.errors = {};
  aws.calls = [];
});

test("a success and its replay are shown with Lambda's reports and links to the console", async () => {
  expect(await trace(ask)).toEqual({
    exitCode: 0,
    stderr: asking,
    stdout: `task-001 was executed once, 2m 49s ago: task_001.
Tries: 1 executed, 1 replayed.

Try 1 of 2  2026-11-22 16:02:11.120 UTC, cold start
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
        +0ms  EXECUTION_SUCCESS   action_type task, task_id task_001, duration_ms 12.3, store_calls 1
              runtime             status success, duration_ms 14.1, init_ms 212.5, memory_used_mb 92, memory_mb 512
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Try 2 of 2  2026-11-22 16:04:40.000 UTC, 2m 29s after the first
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
        +3ms  EXECUTION_REPLAYED  action_type task, task_id task_001, duration_ms 3.1, store_calls 1
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002

Record  done, task, written 2026-11-22 16:02:11.131 UTC, 2m 49s ago
              success             true
              task_id             task_001
              title               hidden, 21 characters
              fingerprint         2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae

${lookedIn}
${logLinks}
X-Ray      ${home}#xray:traces/1-69234a63-0a1b2c3d4e5f60718293a4b5
`,
  });
  const range = { startTime: 1_795_277_100, endTime: 1_795_363_500 };
  expect(range).toEqual({
    startTime: Date.parse('2026-11-21T16:05:00Z') / 1000,
    endTime: Date.parse('2026-11-22T16:05:00Z') / 1000,
  });
  const started = aws.calls.filter(({ operation }) => operation === 'StartQuery');
  expect(started).toEqual([
    {
      operation: 'StartQuery',
      scope: 'eu-central-1/logs',
      body: {
        logGroupName: group,
        queryString: 'fields @timestamp, @message\n| filter trace_id = "task-001"\n| sort @timestamp asc',
        ...range,
        limit: 10_000,
      },
    },
    {
      operation: 'StartQuery',
      scope: 'eu-central-1/logs',
      body: {
        logGroupName: group,
        queryString: `fields @timestamp, @message\n| filter type = "platform.report" and record.requestId in ["${requestId(1)}", "${requestId(2)}"]`,
        startTime: Date.parse('2026-11-22T16:02:11Z') / 1000,
        endTime: Date.parse('2026-11-22T16:20:41Z') / 1000,
        limit: 10_000,
      },
    },
  ]);
  expect(aws.calls.filter(({ operation }) => operation === 'GetItem')).toEqual([
    {
      operation: 'GetItem',
      scope: 'eu-central-1/dynamodb',
      body: { TableName: table, Key: { trace_id: { S: 'task-001' } }, ConsistentRead: true },
    },
  ]);
});

test('a function that Lambda stopped is shown with its report, though it logged no outcome', async () => {
  aws.items = { [table]: item({ trace_id: { S: 'another' } }) };
  aws.logGroups = {
    [group]: [
      received('16:02:11.120', 1),
      report(1, 'timeout', { durationMs: 10_000, maxMemoryUsedMB: 101 }),
    ],
  };
  const { stdout, exitCode } = await trace(ask);
  expect(exitCode).toBe(0);
  expect(stdout).toBe(`task-001 was received, and no outcome was logged.

Try 1 of 1  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
              no end              no outcome was logged
              runtime             status timeout, duration_ms 10000, memory_used_mb 101, memory_mb 512
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Record  none stored

Next  if it is not running any more, it ran out of time or memory, or was killed: send the same request again with the same trace_id; it is safe, and executes at most once.

${lookedIn}
${logLinks}
X-Ray      ${home}#xray:traces/1-69234a63-0a1b2c3d4e5f60718293a4b5
`);
});

test('the deliveries of a reminder are found, each with its own report', async () => {
  const cause = 'NotFoundException';
  // Lambda's own line on an error that left the function, in its JSON format.
  const ofLambda = (at: string): WrittenLine => ({
    timestamp: `2026-11-22T${at}Z`,
    level: 'ERROR',
    message: { errorType: 'ReminderNotDelivered', errorMessage: '', stackTrace: [] },
    requestId: requestId(2),
  });
  const action = { action_type: 'reminder', task_id: undefined, reminder_id: 'reminder_task-001' };
  aws.logGroups = {
    [group]: [
      report(2, 'success', { durationMs: 20.5 }, '16:03:01.420'),
      report(2, 'error', { durationMs: 31 }, '16:01:58.232'),
      undelivered('16:01:58.230', 2, cause, { late_ms: 190 }),
      ofLambda('16:01:58.231'),
      delivered('16:03:01.400', 2, { late_ms: 63_400 }),
      received('16:00:11.120', 1, { action_type: 'reminder' }),
      executed('16:00:11.150', 1, action),
      delivered('16:03:01.400', 4, { trace_id: 'task-0010' }),
    ],
  };
  aws.items = {
    [table]: reminderItem({
      created_at: { S: '2026-11-22T16:00:11.131Z' },
      effect_at: { N: String(Date.parse('2026-11-22T16:01:58Z') / 1000) },
      delivered_at: { S: '2026-11-22T16:03:01Z' },
    }),
  };
  const { stdout, exitCode } = await trace(ask);
  expect(exitCode).toBe(0);
  expect(stdout.slice(0, stdout.indexOf('\nLooked in')))
    .toBe(`task-001 was executed once, 4m 49s ago: reminder_task-001. Its reminder was delivered 1m 59s ago, 1m 3s late, by sns.
Deliveries: 1 failed, 1 delivered.

Try 1 of 1  2026-11-22 16:00:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type reminder, bytes 142
                                  gate open
       +30ms  EXECUTION_SUCCESS   action_type reminder, duration_ms 12.3, store_calls 1, reminder_id reminder_task-001
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Delivery 1 of 2  2026-11-22 16:01:58.230 UTC
        +0ms  REMINDER_FAILED     reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 190, delivery sns, cause NotFoundException
                                  not delivered
              runtime             status error, duration_ms 31, memory_mb 512
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002

Delivery 2 of 2  2026-11-22 16:03:01.400 UTC, 1m 3s after the first
        +0ms  REMINDER_DELIVERED  reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 63400, delivery sns
              runtime             status success, duration_ms 20.5, memory_mb 512
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002

Record  done, reminder, written 2026-11-22 16:00:11.131 UTC, 4m 49s ago
              delivery            delivered
              due                 2026-11-22 16:01:58.000 UTC, 3m 2s ago
              delivered           2026-11-22 16:03:01.000 UTC, 1m 59s ago
              success             true
              reminder_id         reminder_task-001
              message             hidden, 7 characters
              time                hidden, 20 characters
              due_at              hidden, 20 characters
              fingerprint         2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
`);
  const { stdout: json } = await trace([...ask, '--json']);
  const { deliveries } = JSON.parse(json) as { deliveries: { ending: string; lambda: object }[] };
  expect(deliveries.map(({ ending, lambda }) => ({ ending, lambda }))).toEqual([
    { ending: 'failed', lambda: expect.objectContaining({ status: 'error', duration_ms: 31 }) as unknown },
    {
      ending: 'delivered',
      lambda: expect.objectContaining({ status: 'success', duration_ms: 20.5 }) as unknown,
    },
  ]);
});

test('an overdue reminder of a stage is shown with the dead-letter queue of that stage', async () => {
  aws.logGroups = { [group]: [undelivered('16:03:58.230', 2, 'NotFoundException')] };
  aws.items = { [table]: reminderItem() };
  const { stdout } = await trace(ask);
  expect(stdout).toContain(' Its reminder was due 1m 2s ago and is not delivered: NotFoundException.\n');
  expect(stdout).toContain(
    '\n\nNext  look for REMINDER_FAILED and at the queue workflow-executor-dev-reminders-dlq: RUNBOOK.md, reminder dead letters.\n',
  );
  // Its name is the one that the stack gives it.
  expect(readFileSync('scripts/deploy/reminders.yml', 'utf8')).toContain(
    'QueueName: ${self:custom.name}-reminders-dlq\n',
  );
});

test('a trace_id with every character it may have is found, and only it', async () => {
  const traceId = 'Root=1-5f/a+b:c@d_e.f';
  aws.logGroups = {
    [group]: [failed('16:02:11.120', 1, { trace_id: traceId }), ...(aws.logGroups[group] ?? [])],
  };
  const { stdout } = await trace([traceId, '--stage', 'dev', ...region]);
  expect(stdout.split('\n').slice(0, 3)).toEqual([
    `${traceId} was refused: missing_task_title. Nothing was executed, and the trace_id is still free.`,
    '',
    'Try 1 of 1  2026-11-22 16:02:11.120 UTC',
  ]);
});

test('for an unknown trace_id the log group, the table and the region are shown', async () => {
  expect(await trace(['chat-7', '--stage', 'dev', ...region, '--since', '7d'])).toEqual({
    exitCode: 1,
    stderr: 'Asking CloudWatch about chat-7 in stage dev, eu-central-1, the last 7d …\n',
    stdout: expect.stringContaining(`Nothing was found about chat-7.

Looked in  log group ${group}, the last 7d
           table ${table}, both in eu-central-1
Hint       a longer --since, another --stage or --region; a line is found about a minute after it was written
           a request that was refused before its trace_id was read (415, 413, invalid JSON) has none in the log
Log group  https://`) as unknown,
  });
});

test('a record without log lines comes with how far back to look', async () => {
  aws.items = { [table]: item({ created_at: { S: '2026-11-17T10:00:00.000Z' } }) };
  aws.logGroups = { [group]: [] };
  const { stdout, exitCode } = await trace(ask);
  expect(exitCode).toBe(0);
  expect(stdout).toContain('task-001 was executed once, 5d 6h ago: task_001.\n\nRecord  done');
  expect(stdout).toContain(
    'Next  ask with --since 6d for its log lines, which are older than what was read.\n',
  );
});

test('waiting for a query is said once, on a terminal too', async () => {
  aws.states = ['Scheduled', 'Running', 'Complete'];
  const { stderr, stdout, exitCode } = await trace(ask, { isTTY: true, environment: { NO_COLOR: '1' } });
  expect([exitCode, stderr]).toEqual([0, asking]);
  expect(stdout).toContain('task-001 was executed once');
});

test('a query that does not end is stopped, and the record is shown without the log', async () => {
  aws.states = ['Running'];
  const { stdout, stderr, exitCode } = await trace(ask, { queryWaitMs: 600 });
  expect(exitCode).toBe(1);
  expect(stderr).toBe(
    `${asking}The query did not end within 600ms and was stopped: ask for less with --since, or run it in the console.\n`,
  );
  expect(stdout).toContain('task-001 was executed once, 2m 49s ago: task_001.\n\nRecord  done');
  expect(aws.calls.at(-1)).toEqual({
    operation: 'StopQuery',
    scope: 'eu-central-1/logs',
    body: { queryId: expect.any(String) as unknown },
  });
});

test('Ctrl-C leaves no query running', async () => {
  aws.states = ['Running'];
  const givingUp = new AbortController();
  const isRunning = (): boolean => aws.calls.some(({ operation }) => operation === 'GetQueryResults');
  const watching = setInterval(() => isRunning() && givingUp.abort(), 5);
  await expect(trace(ask, { signal: givingUp.signal })).rejects.toThrow('aborted');
  clearInterval(watching);
  expect(aws.calls.at(-1)?.operation).toBe('StopQuery');
});

test.each(['Failed', 'Cancelled', 'Timeout'])('a query that ends as %s gives one sentence', async (state) => {
  const sentence = `CloudWatch ended the query as ${state}: ask again, for less with --since, or run it in the console.`;
  aws.states = ['Running', state];
  aws.items = { [table]: item({ trace_id: { S: 'another' } }) };
  expect(await trace(ask)).toEqual({ exitCode: 1, stdout: '', stderr: `${asking}${sentence}\n` });
});

test.each([
  [
    'ExpiredTokenException',
    'Your AWS credentials have expired: sign in again, with `aws sso login` or as you got them.',
  ],
  ['ThrottlingException', `The log group ${group} could not be read: ThrottlingException, as it says.`],
])('%s gives one sentence that says what to do', async (type, sentence) => {
  aws.errors = { StartQuery: { type } };
  aws.items = {};
  if (type !== 'ThrottlingException') aws.errors = { ...aws.errors, GetItem: { type } };
  else aws.items = { [table]: item({ trace_id: { S: 'another' } }) };
  expect(await trace(ask)).toEqual({ exitCode: 1, stdout: '', stderr: `${asking}${sentence}\n` });
});

test('for a stage that does not exist the missing log group and table are named', async () => {
  aws.logGroups = {};
  aws.items = {};
  const { stdout, stderr, exitCode } = await trace(ask);
  const missing = [`log group ${group}`, `table ${table}`].map(
    (part) =>
      `There is no ${part} in eu-central-1: deploy stage dev there first, or name the right --stage and --region.`,
  );
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr.slice(asking.length).split('\n').toSorted()).toEqual(['', ...missing].toSorted());
});

test('missing permissions are named for the log and for the table', async () => {
  aws.errors = { StartQuery: { type: 'AccessDeniedException' }, GetItem: { type: 'AccessDeniedException' } };
  const ofLog = `Your credentials may not read the log group ${group}: ask for logs:StartQuery, logs:GetQueryResults and logs:StopQuery on it.\n`;
  const ofTable = `Your credentials may not read the table ${table}: ask for dynamodb:GetItem on it.\n`;
  const { stdout, stderr, exitCode } = await trace(ask);
  expect([exitCode, stdout]).toEqual([1, '']);
  expect(stderr.startsWith(asking)).toBe(true);
  expect(stderr.slice(asking.length).split('\n').toSorted()).toEqual(
    ['', ofLog.trimEnd(), ofTable.trimEnd()].toSorted(),
  );
  aws.errors = { GetItem: { type: 'AccessDeniedException' } };
  const partly = await trace(ask);
  expect([partly.exitCode, partly.stderr]).toEqual([1, `${asking}${ofTable}`]);
  expect(partly.stdout).toContain('task-001 was executed, according to the log.\n');
  expect(partly.stdout).toContain('\nRecord  could not be read\n');
});

test('missing credentials, and an unreachable AWS, give one sentence each', async () => {
  process.env['AWS_ENDPOINT_URL_CLOUDWATCH_LOGS'] = 'http://127.0.0.1:9';
  process.env['AWS_ENDPOINT_URL_DYNAMODB'] = 'http://127.0.0.1:9';
  expect(await trace(ask)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `${asking}AWS could not be reached in eu-central-1: check the network, and the region's name.\n`,
  });
  delete process.env['AWS_ACCESS_KEY_ID'];
  delete process.env['AWS_SECRET_ACCESS_KEY'];
  expect(await trace(ask)).toEqual({
    exitCode: 1,
    stdout: '',
    stderr: `${asking}No AWS credentials were found: set AWS_PROFILE, or sign in with \`aws sso login\`.\n`,
  });
});

test.each([
  ['nothing is stored', {}, 'task-001 had only a dry run: nothing was executed.'],
  [
    'the table cannot be read',
    { GetItem: { type: 'AccessDeniedException' } },
    'task-001 had only a dry run in the log.',
  ],
])('a trace that had only a dry run is shown as such where %s', async (_, errors, headline) => {
  aws.logGroups = { [group]: [received('16:02:11.120', 1), planned('16:02:11.121', 1)] };
  aws.items = { [table]: item({ trace_id: { S: 'another' } }) };
  aws.errors = errors;
  const { stdout } = await trace(ask);
  expect(stdout).toContain(
    `${headline}

Try 1 of 1  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
        +1ms  EXECUTION_PLANNED   action_type task, duration_ms 0.9
                                  a dry run: nothing was executed or stored
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001
`,
  );
  expect(stdout).not.toContain('Next');
});

test('the region is the one asked for, else AWS_REGION, else the one of serverless.yml', async () => {
  const regionOf = async (args: string[], environment: NodeJS.ProcessEnv) => {
    aws.calls = [];
    await trace(['task-001', '--stage', 'dev', ...args], { environment });
    return [...new Set(aws.calls.map(({ scope }) => scope.split('/')[0]))];
  };
  expect(await regionOf(region, { AWS_REGION: 'eu-west-1' })).toEqual(['eu-central-1']);
  expect(await regionOf([], { AWS_REGION: 'eu-west-1' })).toEqual(['eu-west-1']);
  expect(await regionOf([], {})).toEqual(['us-east-1']);
});

test('text from a caller cannot move the cursor', async () => {
  aws.logGroups = {
    [group]: [
      received('16:02:11.120', 1, { decision: '\u{1b}[2Jrespond\u{202e}', action_type: 'ta\u{7}sk' }),
      line('EXECUTION_SKIPPED', '16:02:11.121', 1, {
        decision: '\u{1b}[2Jrespond\u{202e}',
        duration_ms: 0.4,
      }),
    ],
  };
  const { stdout } = await trace(ask);
  expect(stdout).toContain(String.raw`decision \u{1b}[2Jrespond\u{202e}, action_type ta\u{7}sk, bytes 142`);
  expect(stdout).not.toMatch(/[^\P{C}\n]/u);
});
