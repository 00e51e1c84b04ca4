// The example hubs against the service on a laptop, alone and behind what breaks their calls: they print the same, and execute once.
import { readFileSync } from 'node:fs';
import { request as forwardRequest, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  cutShort,
  gateway,
  html,
  reply,
  reset,
  startScriptedService,
  type ScriptStep,
} from '../lib/client/scripted-service.ts';
import { cleanUp, launch, newStateFolder } from '../local/launch.ts';
import { describeWith } from '../support/describe-with.ts';
import { createHubProject, type HubOutput, type HubProject } from './project.ts';

// Packing, compiling and several starts take a while on a busy machine.
jest.setTimeout(120_000);
let project: HubProject;
beforeAll(() => {
  project = createHubProject();
});
afterAll(() => project.remove());
afterEach(cleanUp);

const typeScript = [process.execPath, 'hub.ts'] as const;
const compiled = [process.execPath, 'compiled/hub.js'] as const;
const python = ['python3', 'hub.py'] as const;

const task = '{"success":true,"task_id":"task-message-2","title":"Submit payroll report","priority":"high"}';
const reminder =
  '{"success":true,"reminder_id":"reminder-message-3","message":"Call the bank","time":"2035-01-08T08:00Z","due_at":"2035-01-08T08:00:00Z"}';
const meeting =
  '{"success":true,"meeting_id":"meeting-message-4","title":"Budget","participants":["ada@example.com","grace@example.com"],"start_time":"2035-01-08T10:00","end_time":"2035-01-08T10:30","timezone":"Europe/Berlin","start_at":"2035-01-08T09:00:00Z","end_at":"2035-01-08T09:30:00Z","mocked":true}';
const found = `{"success":true,"query":"trace:message-2","data":{"trace_id":"message-2","action_type":"task","state":"done","created_at":"<instant>","execution_result":${task}}}`;

/** What a hub prints, if these decisions had been executed before. */
function printed(...before: readonly string[]): HubOutput {
  const executed = (traceId: string) =>
    `${traceId} ${before.includes(traceId) ? 'executed before' : 'executed'}`;
  const lines = [
    `message-2 would be executed: ${task}`,
    'message-1 skipped: decision_not_workflow',
    `${executed('message-2')}: ${task}`,
    `${executed('message-3')}: ${reminder}`,
    `${executed('message-4')}: ${meeting}`,
    `message-5 executed: ${found}`,
    'message-6 failed: info_not_found: nothing is known under this query',
  ];
  return { stdout: lines.map((line) => `${line}\n`).join(''), stderr: '', exitCode: 0 };
}
const first = printed();
const again = printed('message-2', 'message-3', 'message-4');

async function run(
  command: readonly [string, ...string[]],
  url: string,
  more: Readonly<Record<string, string>> = {},
): Promise<HubOutput> {
  const output = await project.run(command, { EXECUTOR_URL: url, ...more });
  const stdout = output.stdout.replace(/(?<="created_at":")\d{4}-[\d-]+T[\d:.]+Z(?=")/, '<instant>');
  return { ...output, stdout };
}

/** The decisions that the service has executed, in their order. */
function executions(stateFolder: string): string[] {
  return readFileSync(join(stateFolder, 'log.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { message: string; trace_id: string; action_type: string })
    .filter(({ message, action_type: type }) => message === 'EXECUTION_SUCCESS' && type !== 'info')
    .map(({ trace_id: traceId }) => traceId);
}
const once = ['message-2', 'message-3', 'message-4'];

/** Hands the request on. @param isLost whether the answer does not come back */
function pass(service: string, isLost = false): ScriptStep {
  return (response, { path = '', method, headers: { host: _own, ...headers }, body }) => {
    const answer = (answered: IncomingMessage): void => {
      if (isLost) return void answered.resume().once('end', () => response.socket?.resetAndDestroy());
      response.writeHead(answered.statusCode ?? 0, answered.headers);
      answered.pipe(response);
    };
    forwardRequest(new URL(path, service), { method, headers }, answer)
      .once('error', () => response.destroy())
      .end(body);
  };
}

/** What happens to each call of a hub on its way: the tries of one decision in a row. */
const faults = (service: string): readonly (readonly ScriptStep[])[] => {
  const through = pass(service);
  return [
    [reset, through],
    [html(404), through],
    [html(502), gateway(503, { 'retry-after': '1' }), pass(service, true), through],
    [cutShort, reply(200, '', 'application/json'), through],
    [gateway(429), gateway(500), pass(service, true), pass(service, true), through],
    [reply(302, '', 'text/html', { location: '/elsewhere' }), through],
    [reply(200, { trace_id: 'message-5', status: 'success', execution_result: {} }), through],
  ];
};

async function expectOnceDespiteFaults(command: readonly [string, ...string[]]): Promise<void> {
  const folder = newStateFolder();
  const server = launch(folder);
  const calls = faults(await server.url);
  const broken = await startScriptedService(...calls.flat());
  const startedAt = performance.now();
  // The answers to two executions are lost: the next try is answered by a replay.
  expect(await run(command, broken.url)).toEqual(printed('message-2', 'message-4'));
  expect(performance.now() - startedAt).toBeGreaterThan(1_000);
  await server.stop('SIGINT');
  expect(executions(folder)).toEqual(once);
  const bodies = broken.received.map(({ body }) => body);
  const runs = bodies.filter((body, index) => body !== bodies[index - 1]);
  const counts = runs.map((text) => bodies.filter((body) => body === text).length);
  expect(counts).toEqual(calls.map(({ length }) => length));
  expect(broken.received.map(({ path }) => path)).toEqual(bodies.map(() => '/api/workflow/execute'));
}

const refused = { message: 'Missing Authentication Token' };
const traces = ['message-2', 'message-1', 'message-2', 'message-3', 'message-4', 'message-5', 'message-6'];

/** A hub that a gateway refuses. @param cause what it prints of that */
async function expectNotKnown(command: readonly [string, ...string[]], cause: string): Promise<void> {
  const broken = await startScriptedService(...traces.map(() => reply(403, refused)));
  expect(await run(command, broken.url)).toEqual({
    stdout: traces.map((traceId) => `${traceId} outcome not known: ${cause}\n`).join(''),
    stderr: 'send again later: message-1, message-2, message-3, message-4, message-5, message-6\n',
    exitCode: 1,
  });
  expect(broken.received).toHaveLength(traces.length);
}

describe('the hub in TypeScript', () => {
  test('executes each decision once, as it is and compiled', async () => {
    const folder = newStateFolder();
    const server = launch(folder);
    expect(await run(typeScript, await server.url)).toEqual(first);
    expect(await run(compiled, `${await server.url}/`)).toEqual(again);
    await server.stop('SIGINT');
    expect(executions(folder)).toEqual(once);
  });

  test('executes each decision once when answers are lost, and when others answer', async () => {
    await expectOnceDespiteFaults(typeScript);
  });

  test('tells which decisions are to be sent again', async () => {
    const cause = 'HTTP 403 with application/json is no answer of the Workflow Executor';
    await expectNotKnown(typeScript, `UnexpectedAnswerError: ${cause}`);
  });
});

describeWith('Python', 'the hub in Python', () => {
  test('executes each decision once, and what it executed is executed for the hub in TypeScript, too', async () => {
    const folder = newStateFolder();
    const server = launch(folder);
    const url = await server.url;
    expect(await run(python, url)).toEqual(first);
    expect(await run(python, `${url}/api/workflow/execute`)).toEqual(again);
    expect(await run(typeScript, url)).toEqual(again);
    await server.stop('SIGINT');
    expect(executions(folder)).toEqual(once);
  });

  test('executes each decision once when answers are lost, and when others answer', async () => {
    await expectOnceDespiteFaults(python);
  });

  test('tells which decisions are to be sent again', async () => {
    await expectNotKnown(python, 'HTTP 403 with other JSON');
  });
});
