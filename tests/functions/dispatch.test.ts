// What calls the function is told apart, and only the first call of a process, whatever it is, is a cold start.
import { expect, jest, test } from '@jest/globals';
import { createFunction } from '../../functions/dispatch.ts';
import type { Deliver } from '../../lib/delivery/deliver.ts';
import type { Exchange } from '../../lib/http/exchange.ts';

const due = { trace_id: 'reminder-7', effect_key: 'key' } as object;
const request = { body: '{}' };

function start() {
  const seen: Exchange[] = [];
  const deliver = jest.fn<Deliver>(() => Promise.resolve({ kind: 'delivered' }));
  const silent = () => undefined;
  const service = {
    pipeline: (exchange: Exchange) => {
      seen.push(exchange);
      return Promise.resolve({ statusCode: 200 });
    },
    deliver,
    deliveryName: 'log',
    log: { received: silent, outcome: silent, delivered: silent, notDelivered: silent, crash: silent },
  };
  const handler = createFunction(() => service, {
    origin: { service: 's', stage: 't', version: 'v' },
    epochMs: () => 0,
    elapsedMs: () => 0,
    newToken: () => 'token',
  });
  return { handler, deliver, coldStarts: () => seen.map(({ coldStart }) => coldStart) };
}

test('the first request of a process is a cold start', async () => {
  const { handler, coldStarts } = start();
  expect([await handler(request, {}), await handler(request, {})]).toEqual([
    { statusCode: 200 },
    { statusCode: 200 },
  ]);
  expect(coldStarts()).toEqual([true, false]);
});

test('a request after a delivery is none', async () => {
  const { handler, deliver, coldStarts } = start();
  expect(await handler(due, undefined)).toBeNull();
  await handler(request, {});
  expect(deliver).toHaveBeenCalledTimes(1);
  expect(coldStarts()).toEqual([false]);
});
