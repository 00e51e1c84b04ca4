// The service of the tests is complete: it answers the documented bytes, and its lines can be told apart.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { documentedRequest } from './requests.ts';
import { startService, type TestService } from './service.ts';
import { startDynalite, type TestStore } from './store.ts';

let store: TestStore;
let service: TestService;

beforeAll(async () => {
  store = await startDynalite();
  service = await startService({ store });
});
afterAll(async () => await store.stop());

test('the documented request gets the documented response, to the byte', async () => {
  const answer = await service.send(documentedRequest());
  expect(answer).toEqual({
    status: 200,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'x-trace-id': 'task-001',
    },
    body: '{"trace_id":"task-001","status":"success","execution_result":{"success":true,"task_id":"task_001","title":"Submit payroll report"}}',
  });
  expect(service.linesOf(answer).map(({ message }) => message)).toEqual([
    'REQUEST_RECEIVED',
    'EXECUTION_SUCCESS',
  ]);
});
