// What `execute` and `send` send, and what they resolve with.
import { expect, test } from '@jest/globals';
import { createClientWith } from '../../../lib/client/client.ts';
import { NoOutcomeError } from '../../../lib/client/errors.ts';
import { fakeRuntime } from './fake-runtime.ts';
import {
  gateway,
  html,
  reply,
  startScriptedService,
  success,
  taskResult,
  type ScriptedService,
} from './scripted-service.ts';

const task = { action_type: 'task', title: 'Submit payroll report' } as const;

test('an action is sent as a decision under the trace id, and its result is returned', async () => {
  const service = await startScriptedService(success());
  const client = createClientWith(fakeRuntime(), { url: service.url });
  expect(await client.execute(task, { traceId: 'task-001' })).toEqual({
    status: 'success',
    result: taskResult,
    replayed: false,
    traceId: 'task-001',
    attempts: 1,
  });
  const [request] = service.received;
  expect(service.received).toHaveLength(1);
  expect([request?.method, request?.path]).toEqual(['POST', '/api/workflow/execute']);
  expect(request?.headers).toMatchObject({ 'content-type': 'application/json', accept: 'application/json' });
  expect(request?.headers).not.toHaveProperty('authorization');
  expect(request?.body).toBe(
    '{"trace_id":"task-001","decision":"workflow","data":{"workflow_type":"workflow","payload":' +
      '{"action_type":"task","title":"Submit payroll report"}}}',
  );
});

test('without a trace id one is made of time and chance, and told', async () => {
  const service = await startScriptedService(success());
  const random = Uint8Array.of(0xf1, 0x23, 0xff, 0x45, 6, 7, 8, 9, 10, 11);
  const client = createClientWith(fakeRuntime({ randomBytes: () => random }), { url: service.url });
  const { traceId } = await client.execute(task);
  expect(traceId).toBe('01c203fd-11c0-7123-bf45-060708090a0b');
  expect(JSON.parse(service.received[0]?.body ?? '')).toMatchObject({ trace_id: traceId });
});

test('a dry run asks for one, and returns the plan', async () => {
  const planned = { trace_id: 'task-001', status: 'planned', execution_result: taskResult };
  const service = await startScriptedService(reply(200, planned));
  const client = createClientWith(fakeRuntime(), { url: service.url });
  expect(await client.execute(task, { traceId: 'task-001', dryRun: true })).toEqual({
    status: 'planned',
    result: taskResult,
    traceId: 'task-001',
    attempts: 1,
  });
  expect(service.received[0]?.body).toBe(
    '{"trace_id":"task-001","dry_run":true,"decision":"workflow","data":{"workflow_type":"workflow","payload":' +
      '{"action_type":"task","title":"Submit payroll report"}}}',
  );
});

test('a decision is sent as it is, to the byte', async () => {
  const skipped = { trace_id: 'chat-7', status: 'skipped', reason: 'decision_not_workflow' };
  const service = await startScriptedService(reply(200, skipped));
  const client = createClientWith(fakeRuntime(), { url: service.url });
  const decision = { decision: 'respond', trace_id: 'chat-7', confidence: 0.4, data: { text: 'Grüße 👋' } };
  expect(await client.send(decision)).toEqual({
    status: 'skipped',
    reason: 'decision_not_workflow',
    traceId: 'chat-7',
    attempts: 1,
  });
  expect(service.received[0]?.body).toBe(JSON.stringify(decision));
});

test.each([{}, { trace_id: null }, { trace_id: undefined }])(
  'a decision with %j in place of a trace id is sent with a new one',
  async (given) => {
    const service = await startScriptedService(success());
    const client = createClientWith(fakeRuntime(), { url: service.url });
    const { traceId } = await client.send({ ...given, decision: 'workflow' });
    expect(traceId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(JSON.parse(service.received[0]?.body ?? '')).toEqual({
      decision: 'workflow',
      trace_id: traceId,
    });
  },
);

test('a trace id that is no text is refused before anything is sent', async () => {
  const service = await startScriptedService(success());
  const client = createClientWith(fakeRuntime(), { url: service.url });
  const decision = { decision: 'workflow', trace_id: 7 as unknown as string };
  await expect(client.send(decision)).rejects.toThrow(new TypeError('the trace id must be a string'));
  expect(service.received).toEqual([]);
});

const sentTokens = ({ received }: ScriptedService) => received.map(({ headers }) => headers.authorization);

test('a token is sent with each try, and a function is asked for it anew', async () => {
  const service = await startScriptedService(html(502), success(), html(502), success());
  const fixed = createClientWith(fakeRuntime(), { url: service.url, token: 'fixed' });
  expect(await fixed.execute(task)).toMatchObject({ status: 'success', attempts: 2 });
  const tokens = ['first', 'second'];
  const token = async () => await Promise.resolve(tokens.shift() ?? '');
  const changing = createClientWith(fakeRuntime(), { url: service.url, token });
  expect(await changing.execute(task)).toMatchObject({ status: 'success', attempts: 2 });
  expect(sentTokens(service)).toEqual(['Bearer fixed', 'Bearer fixed', 'Bearer first', 'Bearer second']);
});

test('a token that is refused is asked for anew, if a function gives it', async () => {
  const service = await startScriptedService(gateway(401), success(), gateway(401));
  const tokens = ['expired', 'fresh'];
  const changing = createClientWith(fakeRuntime(), { url: service.url, token: () => tokens.shift() ?? '' });
  expect(await changing.execute(task)).toMatchObject({ status: 'success', attempts: 2 });
  const fixed = createClientWith(fakeRuntime(), { url: service.url, token: 'expired' });
  await expect(fixed.execute(task)).rejects.toMatchObject({ attempts: 1, cause: { status: 401 } });
  expect(sentTokens(service)).toEqual(['Bearer expired', 'Bearer fresh', 'Bearer expired']);
});

test('a provider that throws is a try without an answer', async () => {
  const service = await startScriptedService(success());
  let asked = 0;
  const token = (): string => {
    asked += 1;
    if (asked === 1) throw new Error('the token endpoint is down');
    return 'abc';
  };
  const client = createClientWith(fakeRuntime(), { url: service.url, token });
  expect(await client.execute(task)).toMatchObject({ status: 'success', attempts: 2 });
  expect(sentTokens(service)).toEqual(['Bearer abc']);
});

test('a provider that throws each time is the cause, and nothing is sent', async () => {
  const service = await startScriptedService();
  const cause = new Error('no credentials');
  const credentials = async () => await Promise.reject(cause);
  const signing = { region: 'eu-central-1', credentials };
  const client = createClientWith(fakeRuntime(), { url: service.url, signing, maxAttempts: 2 });
  const error: unknown = await client.execute(task, { traceId: 'a' }).catch((thrown: unknown) => thrown);
  expect(error).toEqual(new NoOutcomeError('a', 2, cause));
  expect((error as NoOutcomeError).cause).toBe(cause);
  expect(service.received).toEqual([]);
});

test('a provider that does not answer is cut off with its try', async () => {
  const service = await startScriptedService(success());
  const runtime = fakeRuntime();
  let asked = 0;
  const token = async (): Promise<string> => {
    asked += 1;
    if (asked > 1) return 'abc';
    runtime.expire();
    return await new Promise(() => {});
  };
  const client = createClientWith(runtime, { url: service.url, token });
  expect(await client.execute(task)).toMatchObject({ status: 'success', attempts: 2 });
  expect(sentTokens(service)).toEqual(['Bearer abc']);
});
