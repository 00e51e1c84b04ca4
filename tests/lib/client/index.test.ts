// The client as its users create it, on the clocks and the network of this machine.
import { expect, test } from '@jest/globals';
import * as client from '../../../lib/client/index.ts';
import { startScriptedService, reset, success, taskResult } from './scripted-service.ts';

const task = { action_type: 'task', title: 'Submit payroll report' } as const;

test('the package exports one function and two errors', () => {
  expect(Object.keys(client).toSorted()).toEqual(['NoOutcomeError', 'UnexpectedAnswerError', 'createClient']);
});

test('a client needs the address alone', async () => {
  const service = await startScriptedService(reset, success());
  const outcome = await client.createClient({ url: service.url }).execute(task, { traceId: 'task-001' });
  expect(outcome).toEqual({
    status: 'success',
    result: taskResult,
    replayed: false,
    traceId: 'task-001',
    attempts: 2,
  });
});

test('a fetch that is given is used', async () => {
  const called: string[] = [];
  const own = async (url: string) => {
    called.push(url);
    const body = { trace_id: 'a', status: 'success', execution_result: taskResult };
    return await Promise.resolve(Response.json(body));
  };
  const executor = client.createClient({ url: 'https://example.com', fetch: own });
  expect(await executor.execute(task, { traceId: 'a' })).toMatchObject({ status: 'success' });
  expect(called).toEqual(['https://example.com/api/workflow/execute']);
});

test('a wrong option is refused when the client is created', () => {
  expect(() => client.createClient({ url: 'nowhere' })).toThrow(
    new TypeError('url must be an absolute http or https URL'),
  );
});
