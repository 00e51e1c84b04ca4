// The delivery of a due reminder to the function, also when its text for the terminal cannot be read.
import { afterEach, expect, test } from '@jest/globals';
import { deliverBy } from '../../scripts/local/deliver.ts';
import { createNotices } from '../../scripts/local/deliver.ts';
import { PassThrough } from 'node:stream';
import { startDynalite, type TestStore } from '../support/store.ts';

const schedule = { group: 'g', name: 'n', at: 0, input: '{"trace_id":"heron","effect_key":"key"}' };
let store: TestStore | undefined;
afterEach(async () => {
  await store?.stop();
  store = undefined;
});

async function fire(storeEndpoint: string, table: string) {
  const terminal = new PassThrough() as unknown as NodeJS.WriteStream;
  const notices = createNotices(terminal);
  const invoked: unknown[] = [];
  const target = deliverBy({
    storeEndpoint,
    table,
    notices,
    logs: {
      openOutput: () => ({ write: () => undefined, end: () => undefined }),
      write: () => undefined,
      close: () => undefined,
    },
    invoke: (event) => {
      invoked.push(event);
      notices.onLine(
        '{"message":"REMINDER_DELIVERED","delivery":"log","trace_id":"heron","reminder_id":"reminder-heron","due_at":"2031-04-01T10:00:00Z","late_ms":0}',
      );
      return Promise.resolve({ kind: 'returned', value: undefined });
    },
  });
  return { succeeded: await target(schedule), invoked, shown: String(terminal.read()) };
}

test('the notice shows the text of the record', async () => {
  store = await startDynalite();
  await store.putItem({ trace_id: { S: 'heron' }, execution_result: { S: '{"message":"Feed the heron"}' } });
  expect(await fire(store.endpoint, store.executionsTable)).toEqual({
    succeeded: true,
    invoked: [{ trace_id: 'heron', effect_key: 'key' }],
    shown: '🔔 Reminder: Feed the heron (due 2031-04-01T10:00:00Z)\n',
  });
});

test('when the record cannot be read, the function is called nevertheless, and the notice shows the id', async () => {
  store = await startDynalite();
  expect(await fire(store.endpoint, 'no-such-table')).toEqual({
    succeeded: true,
    invoked: [{ trace_id: 'heron', effect_key: 'key' }],
    shown: '🔔 Reminder: reminder-heron (due 2031-04-01T10:00:00Z)\n',
  });
});
