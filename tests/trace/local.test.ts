// Tests what the tool prints of the local log and store, to the letter.
import { stripVTControlCharacters } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
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
  undelivered,
} from './log-lines.ts';
import { startLocalState } from './local-state.ts';
import type { LocalState } from './local-state.ts';
import { trace, type Changes } from './harness.ts';

let local: LocalState;

beforeAll(async () => {
  local = await startLocalState();
});

afterEach(async () => {
  await local.clear();
});

afterAll(async () => {
  await local.close();
});

function found(stdout: string) {
  return { exitCode: 0, stdout: stdout.trimStart(), stderr: '' };
}

const places = `
Looked in  <state>/log.jsonl, the last 1d
           table workflow-executor-local-executions of the local store
`;

const execution = `  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
       +13ms  EXECUTION_SUCCESS   action_type task, task_id task_001, duration_ms 12.3, store_calls 1
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001
`;

const record = `Record  done, task, written 2026-11-22 16:02:11.131 UTC, 2m 49s ago
              success             true
              task_id             task_001
              title               hidden, 21 characters
              fingerprint         2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
`;

test('a success is shown with its gate, its duration, its cold start and its record', async () => {
  local.log(received('16:02:11.120', 1, { cold_start: true }), executed('16:02:11.133', 1));
  await local.store(item());
  expect(await local.trace('task-001')).toEqual(
    found(`
task-001 was executed once, 2m 49s ago: task_001.

Try 1 of 1  2026-11-22 16:02:11.120 UTC, cold start
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
       +13ms  EXECUTION_SUCCESS   action_type task, task_id task_001, duration_ms 12.3, store_calls 1
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

${record}${places}`),
  );
});

test('payload values are shown only when they are asked for, in JSON too', async () => {
  local.log(received('16:02:11.120', 1), executed('16:02:11.133', 1));
  await local.store(item());
  const shown = '              title               Submit payroll report\n';
  expect((await local.trace('task-001', '--values')).stdout).toContain(shown);
  expect(JSON.parse((await local.trace('task-001', '--json')).stdout)).toEqual({
    trace_id: 'task-001',
    found: true,
    place: 'local',
    summary: 'task-001 was executed once, 2m 49s ago: task_001.',
    next: null,
    tries: [
      {
        request_id: '7b1fa9d2-3c44-4e58-9a01-5d2f00000001',
        started_at: '2026-11-22T16:02:11.120Z',
        ending: 'executed',
        cold_start: false,
        duration_ms: 12.3,
        lines: [received('16:02:11.120', 1), executed('16:02:11.133', 1)],
      },
    ],
    deliveries: [],
    record: {
      state: 'done',
      action_type: 'task',
      created_at: '2026-11-22T16:02:11.131Z',
      fingerprint: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
      execution_result: { success: true, task_id: 'task_001', title: { hidden: '21 characters' } },
    },
    looked_in: [
      '<state>/log.jsonl, the last 1d',
      'table workflow-executor-local-executions of the local store',
    ],
    hints: [],
    faults: [],
    links: [],
  });
  expect((await local.trace('task-001', '--json', '--values')).stdout).toContain(
    '"title": "Submit payroll report"',
  );
});

test('a replay is shown as a later try', async () => {
  local.log(received('16:02:11.120', 1), executed('16:02:11.133', 1));
  local.log(received('16:04:40.000', 2), replayed('16:04:40.003', 2));
  await local.store(item());
  expect(await local.trace('task-001')).toEqual(
    found(`
task-001 was executed once, 2m 49s ago: task_001.
Tries: 1 executed, 1 replayed.

Try 1 of 2${execution}
Try 2 of 2  2026-11-22 16:04:40.000 UTC, 2m 29s after the first
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
        +3ms  EXECUTION_REPLAYED  action_type task, task_id task_001, duration_ms 3.1, store_calls 1
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002

${record}${places}`),
  );
});

test('a conflict is shown with what was executed, and what the caller should do', async () => {
  // Standard error may reach the file before standard output: the order is that of the timestamps.
  local.log(failed('16:04:40.003', 2, { error_code: 'trace_id_conflict', store_calls: 1, duration_ms: 2.6 }));
  local.log(received('16:04:40.000', 2, { bytes: 120 }));
  local.log(received('16:02:11.120', 1), executed('16:02:11.133', 1));
  await local.store(item());
  expect(await local.trace('task-001')).toEqual(
    found(`
task-001 was executed once, 2m 49s ago: task_001.
Tries: 1 executed, 1 conflict.

Try 1 of 2${execution}
Try 2 of 2  2026-11-22 16:04:40.000 UTC, 2m 29s after the first
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 120
                                  gate open
        +3ms  EXECUTION_FAILED    action_type task, error_code trace_id_conflict, http_status 422, retryable false, duration_ms 2.6, store_calls 1
                                  this trace_id was used for a different request; send this one under a new trace_id
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002

${record}
Next  the caller sends the other request under a trace_id of its own; what was executed stays as it is.
${places}`),
  );
});

test('a refusal is shown with its reason, and that the trace_id is still free', async () => {
  local.log(received('16:02:11.120', 1, { bytes: 99 }), failed('16:02:11.121', 1));
  expect(await local.trace('task-001')).toEqual(
    found(`
task-001 was refused: missing_task_title. Nothing was executed, and the trace_id is still free.

Try 1 of 1  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 99
                                  gate open
        +1ms  EXECUTION_FAILED    action_type task, error_code missing_task_title, http_status 422, retryable false, duration_ms 0.8, store_calls 0
                                  title is required to create a task
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Record  none stored

Next  the caller corrects the request, and may keep this trace_id.
${places}`),
  );
});

test('a crash is shown with the first frames of its stack', async () => {
  const places5 = [1, 2, 3, 4, 5].map(
    (number) => `    at step${number} (lib/executor/execute.ts:${number}:7)`,
  );
  local.log(
    received('16:02:11.120', 1),
    line('EXECUTION_CRASH', '16:02:11.124', 1, {
      error: {
        name: 'TypeError',
        message: 'plan is not a function',
        stack: ['TypeError: plan is not a function', ...places5].join('\n'),
      },
    }),
    failed('16:02:11.124', 1, { error_code: 'internal_execution_error', http_status: 500, level: 'ERROR' }),
  );
  expect(await local.trace('task-001')).toEqual(
    found(`
task-001 crashed.

Try 1 of 1  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
        +4ms  EXECUTION_CRASH     TypeError: plan is not a function
                                  at step1 (lib/executor/execute.ts:1:7)
                                  at step2 (lib/executor/execute.ts:2:7)
                                  at step3 (lib/executor/execute.ts:3:7)
        +4ms  EXECUTION_FAILED    action_type task, error_code internal_execution_error, http_status 500, retryable false, duration_ms 0.8, store_calls 0
                                  the service failed in a way it did not foresee
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Record  none stored

Next  read the stack above; then send the same request again with the same trace_id; it is safe, and executes at most once.
${places}`),
  );
});

test('an unknown trace_id gives the places that were read, and exit code 1', async () => {
  local.log(received('16:02:11.120', 1), executed('16:02:11.133', 1));
  expect(await local.trace('task-002')).toEqual({
    exitCode: 1,
    stderr: '',
    stdout: `Nothing was found about task-002.

Looked in  <state>/log.jsonl, the last 1d
           table workflow-executor-local-executions of the local store
Hint       npm run trace -- 002, if task-002 is the id of a task
           --stage dev, if the request went to AWS
           a request that was refused before its trace_id was read (415, 413, invalid JSON) has none in the log
`,
  });
  const { stdout, exitCode } = await local.trace('task-002', '--json');
  expect([exitCode, (JSON.parse(stdout) as { found: boolean }).found]).toEqual([1, false]);
});

test('an id in place of a trace_id gives the trace_id that it names as a hint', async () => {
  local.log(received('16:02:11.120', 1), executed('16:02:11.133', 1));
  expect(await local.trace('task_001')).toEqual({
    exitCode: 1,
    stderr: '',
    stdout: `Nothing was found about task_001.

Looked in  <state>/log.jsonl, the last 1d
           table workflow-executor-local-executions of the local store
Hint       npm run trace -- task-001, if task_001 is the id of a task
           --stage dev, if the request went to AWS
           a request that was refused before its trace_id was read (415, 413, invalid JSON) has none in the log
`,
  });
});

test('lines older than --since are not shown, but counted in a hint', async () => {
  local.log(received('16:02:11.120', 1), executed('16:02:11.133', 1));
  const { stdout } = await local.trace('task-001', '--since', '1m');
  expect(stdout).toBe(`Nothing was found about task-001.

Looked in  <state>/log.jsonl, the last 1m
           table workflow-executor-local-executions of the local store
Hint       npm run trace -- 001, if task-001 is the id of a task
           a longer --since: the log has 2 older lines of this trace
           --stage dev, if the request went to AWS
           a request that was refused before its trace_id was read (415, 413, invalid JSON) has none in the log
`);
});

test('a skipped request is shown with the closed gate', async () => {
  local.log(
    received('16:02:11.120', 1, { decision: 'respond', action_type: undefined, bytes: 44 }),
    line('EXECUTION_SKIPPED', '16:02:11.121', 1, { decision: 'respond', duration_ms: 0.4 }),
  );
  expect(await local.trace('task-001')).toEqual(
    found(`
task-001 was skipped: its decision is not workflow.

Try 1 of 1  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision respond, bytes 44
                                  gate closed: only workflow executes
        +1ms  EXECUTION_SKIPPED   decision respond, duration_ms 0.4
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Record  none stored
${places}`),
  );
});

test('a trace that had only a dry run is shown as planned, with nothing to do', async () => {
  local.log(received('16:02:11.120', 1), planned('16:02:11.121', 1));
  expect(await local.trace('task-001')).toEqual(
    found(`
task-001 had only a dry run: nothing was executed.

Try 1 of 1  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
        +1ms  EXECUTION_PLANNED   action_type task, duration_ms 0.9
                                  a dry run: nothing was executed or stored
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Record  none stored
${places}`),
  );
  const { stdout } = await local.trace('task-001', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ next: null, tries: [{ ending: 'planned', duration_ms: 0.9 }] });
});

const sendAgain =
  'send the same request again with the same trace_id; it is safe, and executes at most once.';

test.each([
  [
    'executed and recorded',
    [executed('16:02:12.013', 2)],
    item(),
    'task-001 was executed once, 2m 49s ago: task_001.',
    'executed',
    null,
  ],
  [
    'refused',
    [failed('16:02:12.013', 2)],
    undefined,
    'task-001 was refused: missing_task_title. Nothing was executed, and the trace_id is still free.',
    'refused',
    'the caller corrects the request, and may keep this trace_id.',
  ],
  [
    'failed',
    [failed('16:02:12.013', 2, { error_code: 'store_unavailable', http_status: 503, retryable: true })],
    undefined,
    'task-001 failed: store_unavailable.',
    'failed',
    sendAgain,
  ],
  [
    'without an outcome',
    [],
    undefined,
    'task-001 was received, and no outcome was logged.',
    'unfinished',
    `if it is not running any more, it ran out of time or memory, or was killed: ${sendAgain}`,
  ],
  [
    'refused for another request',
    [failed('16:02:12.013', 2, { error_code: 'trace_id_conflict' })],
    item(),
    'task-001 was executed once, 2m 49s ago: task_001.',
    'conflict',
    'the caller sends the other request under a trace_id of its own; what was executed stays as it is.',
  ],
])(
  'a dry run before and after a try that was %s is not taken for its outcome',
  async (_, outcome, stored, summary, ending, next) => {
    local.log(
      received('16:02:11.120', 1),
      planned('16:02:11.121', 1),
      received('16:02:12.000', 2),
      ...outcome,
      received('16:02:13.000', 3),
      planned('16:02:13.001', 3),
    );
    if (stored !== undefined) await local.store(stored);
    const { stdout } = await local.trace('task-001', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      summary: `${summary} Tries: 2 planned, 1 ${ending}.`,
      next,
      tries: ['planned', ending, 'planned'].map((one) => ({ ending: one })),
    });
  },
);

test('an execution whose own lines are older than a dry run has its record as outcome', async () => {
  local.log(received('16:02:11.120', 1), planned('16:02:11.121', 1));
  await local.store(item({ created_at: { S: '2026-11-20T16:02:11.131Z' } }));
  const { stdout } = await local.trace('task-001', '--json');
  expect(JSON.parse(stdout)).toMatchObject({
    summary: 'task-001 was executed once, 2d 2m ago: task_001. Tries: 1 planned.',
    next: 'ask with --since 3d for its log lines, which are older than what was read.',
  });
});

test.each([
  ['a line separator', '\u2028', String.raw`\u{2028}`],
  ['a paragraph separator', '\u2029', String.raw`\u{2029}`],
  ['a next line', '\u0085', String.raw`\u{85}`],
  ['a carriage return', '\r', String.raw`\u{d}`],
])('a request with %s in its decision is shown', async (_, character, shown) => {
  const decision = `respond${character}now`;
  local.log(
    received('16:02:11.120', 1, { decision, action_type: undefined, bytes: 44 }),
    line('EXECUTION_SKIPPED', '16:02:11.121', 1, { decision, duration_ms: 0.4 }),
  );
  const { exitCode, stdout } = await local.trace('task-001');
  expect([exitCode, stdout.split('\n').slice(0, 6)]).toEqual([
    0,
    [
      'task-001 was skipped: its decision is not workflow.',
      '',
      'Try 1 of 1  2026-11-22 16:02:11.120 UTC',
      `        +0ms  REQUEST_RECEIVED    decision respond${shown}now, bytes 44`,
      '                                  gate closed: only workflow executes',
      `        +1ms  EXECUTION_SKIPPED   decision respond${shown}now, duration_ms 0.4`,
    ],
  ]);
  const { stdout: json } = await local.trace('task-001', '--json');
  expect((JSON.parse(json) as { tries: { lines: object[] }[] }).tries[0]?.lines[0]).toEqual(
    received('16:02:11.120', 1, { decision, action_type: undefined, bytes: 44 }),
  );
});

test('a last line without its end is read, and one that was cut short hides nothing', async () => {
  local.log(received('16:02:11.120', 1), JSON.stringify(replayed('16:02:12.000', 2)).slice(0, -9));
  local.logText(JSON.stringify(executed('16:02:11.133', 1)));
  expect((await local.trace('task-001')).stdout).toContain(
    '+13ms  EXECUTION_SUCCESS   action_type task, task_id task_001',
  );
});

test('no number of the stored result is rounded', async () => {
  const count = '{"success":true,"task_id":"task_001","count":12345678901234567890,"share":[1e400,1.0]}';
  await local.store(item({ execution_result: { S: count } }));
  const { stdout } = await local.trace('task-001', '--values');
  expect(stdout).toContain(
    '              count               12345678901234567890\n              share               [1e400,1.0]\n',
  );
  const { stdout: json } = await local.trace('task-001', '--values', '--json');
  expect(json.replaceAll(/\s/gu, '')).toContain(`"execution_result":${count}`);
  expect((await local.trace('task-001')).stdout).toContain(
    '              count               hidden, number\n',
  );
});

test('nothing in the log or in the record controls the terminal', async () => {
  const hostile = '\u001b[2J\u009b31m\u202e\u0085\u2028';
  const everywhere = (value: object): object =>
    Object.fromEntries(
      Object.entries(value).map(([name, own]) => [
        name,
        typeof own === 'string' && !['message', 'timestamp', 'trace_id', 'request_id'].includes(name)
          ? `${own}${hostile}`
          : (own as unknown),
      ]),
    );
  const lines = [
    received('16:02:11.120', 1),
    executed('16:02:11.133', 1),
    received('16:02:11.120', 2),
    failed('16:02:11.133', 2, { cause: 'x' }),
    line('EXECUTION_CRASH', '16:02:11.124', 3, {
      error: everywhere({ name: 'a', message: 'b', stack: 'at c' }),
    }),
    delivered('16:04:00.012', 4),
    undelivered('16:04:00.012', 6, 'a'),
    line(`OTHER${hostile}`, '16:04:00.012', 4, { request_id: null }),
    line('EXECUTION_SKIPPED', '16:04:00.013', 5, { request_id: `a${hostile}` }),
  ];
  local.log(...lines.map((fields) => everywhere(fields) as typeof fields));
  const result = JSON.stringify({ success: true, task_id: `task${hostile}`, [`title${hostile}`]: hostile });
  await local.store(
    item({
      action_type: { S: `task${hostile}` },
      state: { S: 'done' },
      fingerprint: { S: `print${hostile}` },
      execution_result: { S: result },
    }),
  );
  for (const args of [[], ['--values'], ['--json'], ['--json', '--values']]) {
    const { stdout, stderr } = await local.trace('task-001', ...args);
    expect(stdout + stderr).not.toMatch(/[^\P{Cc}\n]|[\p{Bidi_Control}\p{Zl}\p{Zp}]/u);
  }
});

test('a request that ran into the time limit is shown without an outcome', async () => {
  local.log(
    received('16:02:11.120', 1),
    line('FUNCTION_TIMED_OUT', '16:02:21.120', 1, { trace_id: null, level: 'ERROR' }),
    'a line that is no JSON and names task-001',
  );
  expect(await local.trace('task-001')).toEqual(
    found(`
task-001 was received, and no outcome was logged.

Try 1 of 1  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type task, bytes 142
                                  gate open
              no end              no outcome was logged
              runtime             status timeout
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Record  none stored

Next  if it is not running any more, it ran out of time or memory, or was killed: send the same request again with the same trace_id; it is safe, and executes at most once.
${places}`),
  );
});

test('a reminder is shown with its deliveries among the tries, and without its text', async () => {
  const action = { action_type: 'reminder', task_id: undefined, reminder_id: 'reminder_task-001' };
  local.log(
    received('16:02:11.120', 1, { action_type: 'reminder' }),
    executed('16:02:11.150', 1, { ...action, duration_ms: 29, store_calls: 2 }),
    undelivered('16:03:58.200', 2, 'TimeoutError', { late_ms: 190 }),
    // What the local server says of a call that failed.
    line('FUNCTION_FAILED', '16:03:58.201', 2, { trace_id: null, level: 'ERROR' }),
    delivered('16:03:59.200', 3, { delivery: 'log' }),
    received('16:04:30.000', 4, { action_type: 'reminder' }),
    replayed('16:04:30.002', 4, action),
  );
  await local.store(reminderItem({ delivered_at: { S: '2026-11-22T16:03:59Z' } }));
  const { stdout } = await local.trace('task-001');
  expect(stdout).toBe(
    `
task-001 was executed once, 2m 49s ago: reminder_task-001. Its reminder was delivered 1m 1s ago, 1.2s late, by log.
Tries: 1 executed, 1 replayed. Deliveries: 1 failed, 1 delivered.

Try 1 of 2  2026-11-22 16:02:11.120 UTC
        +0ms  REQUEST_RECEIVED    decision workflow, action_type reminder, bytes 142
                                  gate open
       +30ms  EXECUTION_SUCCESS   action_type reminder, duration_ms 29, store_calls 2, reminder_id reminder_task-001
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000001

Delivery 1 of 2  2026-11-22 16:03:58.200 UTC
        +0ms  REMINDER_FAILED     reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 190, delivery sns, cause TimeoutError
                                  not delivered
              runtime             status error
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000002

Delivery 2 of 2  2026-11-22 16:03:59.200 UTC, 1s after the first
        +0ms  REMINDER_DELIVERED  reminder_id reminder_task-001, due_at 2026-11-22T16:03:58Z, late_ms 1200, delivery log
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000003

Try 2 of 2  2026-11-22 16:04:30.000 UTC, 2m 19s after the first
        +0ms  REQUEST_RECEIVED    decision workflow, action_type reminder, bytes 142
                                  gate open
        +2ms  EXECUTION_REPLAYED  action_type reminder, duration_ms 3.1, store_calls 1, reminder_id reminder_task-001
              request             7b1fa9d2-3c44-4e58-9a01-5d2f00000004

Record  done, reminder, written 2026-11-22 16:02:11.131 UTC, 2m 49s ago
              delivery            delivered
              due                 2026-11-22 16:03:58.000 UTC, 1m 2s ago
              delivered           2026-11-22 16:03:59.000 UTC, 1m 1s ago
              success             true
              reminder_id         reminder_task-001
              message             hidden, 7 characters
              time                hidden, 20 characters
              due_at              hidden, 20 characters
              fingerprint         2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae
${places}`.trimStart(),
  );
  expect((await local.trace('task-001', '--json')).stdout).not.toContain('Stretch');
});

test('an overdue local reminder comes with the advice to start the service', async () => {
  await local.store(reminderItem());
  expect((await local.trace('task-001')).stdout).toContain(
    `task-001 was executed once, 2m 49s ago: reminder_task-001. Its reminder was due 1m 2s ago and is not delivered.
`,
  );
  expect((await local.trace('task-001')).stdout).toContain(
    'Next  start the service, if it is not running: it retries by itself, and its REMINDER_FAILED says what fails.\n',
  );
});

test('five hundred replays fit one screen', async () => {
  local.log(
    received('16:00:00.000', 0),
    failed('16:00:00.900', 0, { error_code: 'store_unavailable', http_status: 503, retryable: true }),
  );
  local.log(received('16:00:01.000', 1), executed('16:00:01.133', 1));
  for (let index = 0; index < 500; index += 1) {
    const at = `16:0${1 + Math.floor(index / 200)}:00.${String(index % 200).padStart(3, '0')}`;
    const ids = { request_id: `replay-${index}` };
    local.log(received(at, 9, ids), replayed(at, 9, ids));
  }
  await local.store(item());
  const { stdout } = await local.trace('task-001');
  expect(stdout).toContain('\nTries: 1 failed, 1 executed, 500 replayed.\n');
  expect(stdout).toContain('\n… 499 more: 499 replayed; --json shows them all\n');
  expect(stdout.split('\n').length).toBeLessThan(40);
});

test('a missing state folder is no error', async () => {
  expect(await trace(['task-001'])).toEqual({
    exitCode: 1,
    stderr: '',
    stdout: `Nothing was found about task-001.

Looked in  /nowhere/log.jsonl, which is missing: \`npm start\` writes it
           no store: \`npm start\` creates it
Hint       npm run trace -- 001, if task-001 is the id of a task
           --stage dev, if the request went to AWS
           a request that was refused before its trace_id was read (415, 413, invalid JSON) has none in the log
`,
  });
});

test('a store that cannot be opened is reported beside the log, with exit code 1', async () => {
  local.log(received('16:02:11.120', 1), executed('16:02:11.133', 1));
  const sentence = 'The store in .local/store is in use by another process: stop that one first.';
  const openStore = () => Promise.reject(new Error(sentence));
  expect(await local.trace('task-001', { openStore })).toEqual({
    exitCode: 1,
    stderr: `${sentence}\n`,
    stdout: `task-001 was executed, according to the log.

Try 1 of 1${execution}
Record  could not be read

Looked in  <state>/log.jsonl, the last 1d
           the local store, which could not be read
`,
  });
});

test('colours are for terminals, and for those who did not set NO_COLOR', async () => {
  local.log(received('16:02:11.120', 1), executed('16:02:11.133', 1));
  await local.store(item());
  const printed = async (...changes: Changes[]) => (await local.trace('task-001', ...changes)).stdout;
  const plain = await printed();
  const coloured = await printed({ isTTY: true });
  expect(coloured).toContain('\u{1b}[32mEXECUTION_SUCCESS \u{1b}[39m');
  expect(stripVTControlCharacters(coloured)).toBe(plain);
  expect(await printed({ isTTY: true, environment: { NO_COLOR: '1' } })).toBe(plain);
  expect(await printed({ isTTY: true, environment: { TERM: 'dumb' } })).toBe(plain);
});
