// The function tells a request from a due reminder, and only the first call of a process is a cold start.
import { expect, jest, test } from '@jest/globals';
import { createFunction } from '../../functions/dispatch.ts';
import type { Deliver } from '../../lib/delivery/deliver.ts';
import type { RequestContext } from '../../lib/http/request-context.ts';

const due = { trace_id: 'reminder-7', effect_key: 'key' } as object;
const request = { body: '{}' };

function setUp() {
  const seen: RequestContext[] = [];
  const deliver = jest.fn<Deliver>(() => Promise.resolve({ kind: 'delivered' }));
  const silent = () => undefined;
  const service = {
    pipeline: (context: RequestContext) => {
      seen.push(context);
      return Promise.resolve({ statusCode: 200 });
    },
    deliver,
    deliveryName: 'log',
    log: { received: silent, completed: silent, delivered: silent, notDelivered: silent, crashed: silent },
  };
  const handler = createFunction(() => service, {
    service: { service: 's', stage: 't', version: 'v' },
    epochMs: () => 0,
    elapsedMs: () => 0,
    newLeaseOwner: () => 'owner',
  });
  return { handler, deliver, coldStarts: () => seen.map(({ coldStart }) => coldStart) };
}

test('the first request of a process is a cold start', async () => {
  const { handler, coldStarts } = setUp();
  expect([await handler(request, {}), await handler(request, {})]).toEqual([
    { statusCode: 200 },
    { statusCode: 200 },
  ]);
  expect(coldStarts()).toEqual([true, false]);
});

test('the first request after a delivery is not a cold start', async () => {
  const { handler, deliver, coldStarts } = setUp();
  expect(await handler(due, undefined)).toBeNull();
  await handler(request, {});
  expect(deliver).toHaveBeenCalledTimes(1);
  expect(coldStarts()).toEqual([false]);
});
