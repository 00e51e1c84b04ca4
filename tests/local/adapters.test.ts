// An adapter on this machine: chosen by variables, named when the server is ready, and carrying its action out.
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { exampleRequest } from '../../scripts/local/docs.ts';
import { startReceiver, type Receiver } from '../lib/adapters/delivery/receiver.ts';
import { isSignedBy } from '../support/webhook-receiver.ts';
import { cleanUp, launch, newStateFolder, post } from './launch.ts';

// Starts take a while on a busy machine.
jest.setTimeout(60_000);
const secret = `whsec_${Buffer.alloc(24, 7).toString('base64')}`;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
});
afterEach(cleanUp);
afterAll(async () => await receiver.close());

test('the adapters are named when the server is ready', async () => {
  const server = launch(newStateFolder());
  await server.url;
  expect(server.said.stderr).toContain(
    'Carried out: task by record, reminder by eventbridge, meeting by mock.\n',
  );
});

test('a task that a webhook carries out is posted to it once, and has what the receiver calls it', async () => {
  receiver.behave((response) =>
    response
      .setHeader('content-type', 'application/json')
      .end('{"id":"T-1","url":"https://example.com/T-1"}'),
  );
  const env = { TASK_ADAPTER: 'webhook', WEBHOOK_URL: receiver.url, WEBHOOK_SECRET: secret };
  const server = launch(newStateFolder(), env);
  const url = await server.url;
  expect(server.said.stderr).toContain('task by webhook');
  const answer =
    '{"trace_id":"task-001","status":"success","execution_result":{"success":true,"task_id":"task_001","title":"Submit payroll report",' +
    '"external":{"adapter":"webhook","id":"T-1","url":"https://example.com/T-1"}}}';
  const request: unknown = JSON.parse(exampleRequest());
  expect(await (await post(url, request)).text()).toBe(answer);
  const replay = await post(url, request);
  expect([replay.headers.get('idempotent-replayed'), await replay.text()]).toEqual(['true', answer]);
  expect(
    receiver.received.map((sent) => [isSignedBy(secret, sent), JSON.parse(sent.body) as unknown]),
  ).toEqual([
    [
      true,
      {
        type: 'workflow.task',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
        data: {
          trace_id: 'task-001',
          action_type: 'task',
          task_id: 'task_001',
          title: 'Submit payroll report',
        },
      },
    ],
  ]);
});
