// The delivery of a due reminder to the function, also when its text for the terminal cannot be read.
import { afterEach, expect, test } from '@jest/globals';
import { deliverBy } from '../../scripts/local/deliver.ts';
import type { InvocationResult } from '../../scripts/local/gateway.ts';
import { PassThrough } from 'node:stream';
import { startDynalite, type TestStore } from '../support/store.ts';

const schedule = {
  group: 'g',
  name: 'n',
  at: Date.parse('2031-04-01T10:00:00Z'),
  input: '{"trace_id":"heron","effect_key":"key"}',
};
let store: TestStore | undefined;
afterEach(async () => {
  await store?.stop();
  store = undefined;
});

async function fire(
  storeEndpoint: string,
  table: string,
  result: InvocationResult = { kind: 'returned', value: undefined },
) {
  const terminal = new PassThrough() as unknown as NodeJS.WriteStream;
  const invoked: unknown[] = [];
  const target = deliverBy({
    storeEndpoint,
    table,
    isByLog: true,
    terminal,
    logs: {
      openOutput: () => ({ write: () => undefined, end: () => undefined }),
      write: () => undefined,
      close: () => undefined,
    },
    invoke: (event) => {
      invoked.push(event);
      return Promise.resolve(result);
    },
  });
  return { succeeded: await target(schedule), invoked, shown: String(terminal.read()) };
}

test('the notice shows the text of the record', async () => {
  store = await startDynalite();
  await store.putItem({
    trace_id: { S: 'heron' },
    execution_result: { S: '{"message":"Feed the heron","due_at":"2031-04-01T10:00:00Z"}' },
  });
  expect(await fire(store.endpoint, store.executionsTable)).toEqual({
    succeeded: true,
    invoked: [{ trace_id: 'heron', effect_key: 'key' }],
    shown: '🔔 Reminder: Feed the heron (due 2031-04-01T10:00:00Z)\n',
  });
});

test('when the record cannot be read, the function is called nevertheless, and the notice names the trace', async () => {
  store = await startDynalite();
  expect(await fire(store.endpoint, 'no-such-table')).toEqual({
    succeeded: true,
    invoked: [{ trace_id: 'heron', effect_key: 'key' }],
    shown: '🔔 Reminder: heron (due 2031-04-01T10:00:00.000Z)\n',
  });
});

test('a schedule that fires once more, after the delivery, is not shown again', async () => {
  store = await startDynalite();
  const delivered_at = { S: '2031-04-01T10:00:00Z' };
  await store.putItem({
    trace_id: { S: 'heron' },
    execution_result: { S: '{"message":"Feed the heron"}' },
    delivered_at,
  });
  expect(await fire(store.endpoint, store.executionsTable)).toEqual({
    succeeded: true,
    invoked: [{ trace_id: 'heron', effect_key: 'key' }],
    shown: 'null',
  });
});

test('a delivery that fails is not shown', async () => {
  store = await startDynalite();
  await store.putItem({ trace_id: { S: 'heron' }, execution_result: { S: '{"message":"Feed the heron"}' } });
  expect(await fire(store.endpoint, store.executionsTable, { kind: 'failed' })).toEqual({
    succeeded: false,
    invoked: [{ trace_id: 'heron', effect_key: 'key' }],
    shown: 'null',
  });
});
