// The entry point as Lambda loads it: configured by the environment alone, with the clocks and lease owners of the runtime.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import '../support/aws-environment.ts';
import { loggedLines, noteRequest } from '../support/log-watch.ts';
import { taskRequest, traceIdOf } from '../support/requests.ts';
import { testVariables } from '../support/service.ts';
import { startDynalite, type TestStore } from '../support/store.ts';

type Entry = typeof import('../../functions/execute.ts');

let store: TestStore;
let entry: Entry;

beforeAll(async () => {
  store = await startDynalite();
  Object.assign(process.env, testVariables(store), { AWS_ENDPOINT_URL_DYNAMODB: store.endpoint });
  entry = await import('../../functions/execute.ts');
});
afterAll(async () => {
  await store.stop();
});

async function send(awsRequestId: string) {
  const request = taskRequest();
  noteRequest(request);
  const event = { headers: { 'content-type': 'application/json' }, body: JSON.stringify(request.json) };
  const beforeMs = Date.now();
  const statusCode = (await entry.handler(event, { awsRequestId }))?.statusCode;
  const item = await store.itemOf(traceIdOf(request));
  const line = loggedLines()
    .map((text) => JSON.parse(text) as Record<string, unknown>)
    .find(({ message, request_id }) => message === 'EXECUTION_SUCCESS' && request_id === awsRequestId);
  return { statusCode, item, line, tookMs: Date.now() - beforeMs, beforeMs };
}

test('each invocation writes with a lease owner of its own, at the time of the clock, and logs its duration', async () => {
  const [first, second] = [
    await send('6821de58-2cda-40e1-a22d-215a8c7405e6'),
    await send('6821de58-2cda-40e1-a22d-215a8c7405e7'),
  ];
  expect([first.statusCode, second.statusCode]).toEqual([200, 200]);
  const [one, two] = [String(first.item?.['token']?.S), String(second.item?.['token']?.S)];
  expect(one).toMatch(/^[0-9a-f]{8}-[0-9a-f-]{27}\.1$/);
  expect(two).toBe(`${one.slice(0, -1)}2`);
  for (const { item, line, tookMs, beforeMs } of [first, second]) {
    const createdMs = Date.parse(String(item?.['created_at']?.S));
    expect(createdMs).toBeGreaterThanOrEqual(beforeMs);
    expect(createdMs).toBeLessThanOrEqual(beforeMs + tookMs);
    expect(line?.['duration_ms']).toBeGreaterThan(0);
    expect(line?.['duration_ms']).toBeLessThanOrEqual(tookMs + 2);
    expect(line?.['stage']).toBe('test');
  }
});
