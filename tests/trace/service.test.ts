// Tests the tool end to end, as it is typed, on what the real handler writes behind the local server.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { item } from './log-lines.ts';
import { startService } from './service.ts';
import type { TracedService } from './service.ts';

let service: TracedService;
const statuses: number[] = [];

function request(traceId: string, payload: object, decision = 'workflow'): object {
  return { trace_id: traceId, decision, data: { workflow_type: 'workflow', payload } };
}

function task(traceId: string, title: string): object {
  return request(traceId, { action_type: 'task', title });
}

beforeAll(async () => {
  service = await startService();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint: service.storeEndpoint, region: 'us-east-1', credentials });
  const { fingerprint: _, ...spoilt } = item({ trace_id: { S: 'spoilt-1' } });
  await client.send(new PutItemCommand({ TableName: 'workflow-executor-local-executions', Item: spoilt }));
  client.destroy();
  for (const sent of [
    task('task-001', 'Submit payroll report'),
    task('task-002', 'Submit payroll report'),
    task('task-002', 'Submit payroll report'),
    task('task-003', 'Submit payroll report'),
    task('task-003', 'Something else'),
    task('task-004', ''),
    request('ask-1', { action_type: 'info', query: 'trace:spoilt-1' }),
    { ...request('task-005', { action_type: 'task', title: 'Submit payroll report' }), dry_run: true },
    request('chat-7', {}, 'respond'),
    request('chat-8', {}, 'respond\u2028now'),
  ]) {
    statuses.push(await service.post(sent));
  }
});

afterAll(async () => {
  await service.close();
});

const places = `Looked in  <state>/log.jsonl, the last 1d
           table workflow-executor-local-executions of the local store
`;

const execution = (taskId: string): string =>
  `     +<span>  REQUEST_RECEIVED    decision workflow, action_type task, bytes 146
                                  gate open
     +<span>  EXECUTION_SUCCESS   action_type task, task_id ${taskId}, duration_ms <ms>, store_calls 1
              request             <request>
`;

const record = (taskId: string): string => `Record  done, task, written <instant>, <span> ago
              success             true
              task_id             ${taskId}
              title               hidden, 21 characters
              fingerprint         0d14c68804ca0e02955f8b902dcfe189510ea5c5731651cf4824efc9ccd867c3
`;

const successText = `task-001 was executed once, <span> ago: task_001.

Try 1 of 1  <instant>, cold start
${execution('task_001')}
${record('task_001')}
`;

const replayText = `task-002 was executed once, <span> ago: task_002.
Tries: 1 executed, 1 replayed.

Try 1 of 2  <instant>
${execution('task_002')}
Try 2 of 2  <instant>, <span> after the first
     +<span>  REQUEST_RECEIVED    decision workflow, action_type task, bytes 146
                                  gate open
     +<span>  EXECUTION_REPLAYED  action_type task, task_id task_002, duration_ms <ms>, store_calls 2
              request             <request>

${record('task_002')}
`;

const conflictText = `task-003 was executed once, <span> ago: task_003.
Tries: 1 executed, 1 conflict.

Try 1 of 2  <instant>
${execution('task_003')}
Try 2 of 2  <instant>, <span> after the first
     +<span>  REQUEST_RECEIVED    decision workflow, action_type task, bytes 139
                                  gate open
     +<span>  EXECUTION_FAILED    action_type task, error_code trace_id_conflict, http_status 422, retryable false, duration_ms <ms>, store_calls 2
                                  this trace_id was used for a different request; send this one under a new trace_id
              request             <request>

${record('task_003')}
Next  the caller sends the other request under a trace_id of its own; what was executed stays as it is.

`;

const refusalText = `task-004 was refused: missing_task_title. Nothing was executed, and the trace_id is still free.

Try 1 of 1  <instant>
     +<span>  REQUEST_RECEIVED    decision workflow, action_type task, bytes 125
                                  gate open
     +<span>  EXECUTION_FAILED    action_type task, error_code missing_task_title, http_status 422, retryable false, duration_ms <ms>, store_calls 0
                                  title is required to create a task
              request             <request>

Record  none stored

Next  the caller corrects the request, and may keep this trace_id.

`;

const crashText = `ask-1 crashed.

Try 1 of 1  <instant>
     +<span>  REQUEST_RECEIVED    decision workflow, action_type info, bytes 136
                                  gate open
     +<span>  EXECUTION_CRASH     TypeError: the stored execution has no fingerprint
                                  at lib/<place>
                                  at lib/<place>
                                  at lib/<place>
     +<span>  EXECUTION_FAILED    action_type info, error_code internal_execution_error, http_status 500, retryable false, duration_ms <ms>, store_calls 1
                                  the service failed in a way it did not foresee
              request             <request>

Record  none stored

Next  read the stack above; then send the same request again with the same trace_id; it is safe, and executes at most once.

`;

const dryRunText = `task-005 had only a dry run: nothing was executed.

Try 1 of 1  <instant>
     +<span>  REQUEST_RECEIVED    decision workflow, action_type task, bytes 161
                                  gate open
     +<span>  EXECUTION_PLANNED   action_type task, duration_ms <ms>
                                  a dry run: nothing was executed or stored
              request             <request>

Record  none stored

`;

const skipText = `chat-7 was skipped: its decision is not workflow.

Try 1 of 1  <instant>
     +<span>  REQUEST_RECEIVED    decision respond, bytes 91
                                  gate closed: only workflow executes
     +<span>  EXECUTION_SKIPPED   decision respond, duration_ms <ms>
              request             <request>

Record  none stored

`;

const reminderText = `reminder-001 was executed once, <span> ago: reminder_001. Its reminder was delivered <span> ago, <span> late, by log.

Try 1 of 1  <instant>
     +<span>  REQUEST_RECEIVED    decision workflow, action_type reminder, bytes 172
                                  gate open
     +<span>  EXECUTION_SUCCESS   action_type reminder, reminder_id reminder_001, adapter eventbridge, duration_ms <ms>, store_calls 2
              request             <request>

Delivery 1 of 1  <instant>
     +<span>  REMINDER_DELIVERED  reminder_id reminder_001, due_at <due>, late_ms <ms>, delivery log
              request             <request>

Record  done, reminder, written <instant>, <span> ago
              adapter             eventbridge
              delivery            delivered
              due                 <instant>, <span> ago
              delivered           <instant>, <span> ago
              success             true
              reminder_id         reminder_001
              message             hidden, 7 characters
              time                hidden, 20 characters
              due_at              hidden, 20 characters
              fingerprint         <fingerprint>

`;

const separatorText = skipText
  .replace('chat-7', 'chat-8')
  .replace('decision respond, duration_ms', String.raw`decision respond\u{2028}now, duration_ms`)
  .replace('decision respond, bytes 91', String.raw`decision respond\u{2028}now, bytes 97`);

test('the requests were answered as the contract says', () => {
  expect(statuses).toEqual([200, 200, 200, 200, 422, 422, 500, 200, 200, 200]);
});

test('the typed command shows a success', async () => {
  expect(await service.type('task-001')).toEqual({ exitCode: 0, stderr: '', stdout: successText + places });
});

test.each([
  ['replay', 'task-002', replayText],
  ['conflict', 'task-003', conflictText],
  ['refusal', 'task-004', refusalText],
  ['crash', 'ask-1', crashText],
  ['dry run', 'task-005', dryRunText],
  ['skipped request', 'chat-7', skipText],
  ['request with a line separator in its decision', 'chat-8', separatorText],
])('a %s is shown', async (_, traceId, text) => {
  expect(await service.trace(traceId)).toEqual({ exitCode: 0, stderr: '', stdout: text + places });
});

test('the typed command ends with exit code 1 for an unknown trace_id', async () => {
  expect(await service.type('unknown-1')).toEqual({
    exitCode: 1,
    stderr: '',
    stdout: `Nothing was found about unknown-1.

${places}Hint       --stage dev, if the request went to AWS
           a request that was refused before its trace_id was read (415, 413, invalid JSON) has none in the log
`,
  });
});

test('a reminder is shown before and after its delivery', async () => {
  const due = Math.ceil(Date.now() / 1000 + 4) * 1000;
  const time = `${new Date(due).toISOString().slice(0, 19)}Z`;
  const sent = request('reminder-001', { action_type: 'reminder', message: 'Stretch', time });
  expect(await service.post(sent)).toBe(200);
  const [headline, record] = (await service.trace('reminder-001')).stdout
    .split('\n\n')
    .filter((_, index) => index % 2 === 0);
  expect(headline).toBe(
    'reminder-001 was executed once, <span> ago: reminder_001. Its reminder is due in <span>.',
  );
  expect(record).toContain(
    '\n              delivery            upcoming\n              due                 <instant>, in <span>\n',
  );
  await sleep(due - Date.now());
  let shown = await service.type('reminder-001');
  for (
    const end = Date.now() + 5000;
    !shown.stdout.includes('Its reminder was delivered') && Date.now() < end;
  ) {
    await sleep(100);
    shown = await service.type('reminder-001');
  }
  expect(shown).toEqual({ exitCode: 0, stderr: '', stdout: expect.anything() as unknown });
  expect(
    shown.stdout
      .replaceAll('on time, by', '<span> late, by')
      .replace(/[0-9a-f]{64}/u, '<fingerprint>')
      .replace(`due_at ${time}`, 'due_at <due>'),
  ).toBe(reminderText + places);
});

test('after the service has stopped the same is shown', async () => {
  const before = await service.trace('task-003');
  await service.stop();
  expect(await service.trace('task-003')).toEqual(before);
});
