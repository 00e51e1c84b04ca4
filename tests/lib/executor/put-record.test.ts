// A plan without an effect outside: one conditional write.
import { expect, test } from '@jest/globals';
import { putRecord } from '../../../lib/executor/put-record.ts';
import { doneExecution, invocationAt } from '../../support/executions.ts';
import { scriptedExecutions } from './scripted-executions.ts';

const now = invocationAt(Date.UTC(2031, 3, 1, 9, 30));
const resultJson = '{"wanted":1}';
const stored = {
  traceId: 'task-7',
  fingerprint: 'f'.repeat(64),
  actionType: 'task' as const,
  leaseOwner: now.leaseOwner,
};
const wanted = { ...stored, id: 'task_7' };
const execution = {
  ...doneExecution({ ...stored, resultJson }),
  createdAt: '2031-04-01T09:30:00.000Z',
};

test('an execution that was written is a success, after one call', async () => {
  const executions = scriptedExecutions();
  expect(await putRecord(wanted, resultJson, executions, now)).toEqual({
    status: 'success',
    resultJson,
    created: { idField: 'task_id', id: 'task_7' },
    replayed: false,
  });
  expect(executions.calls).toEqual([['putIfAbsent', execution]]);
});

test('an existing execution decides the outcome', async () => {
  const existing = { ...execution, leaseOwner: 'theirs', resultJson: '{"stored":1}' };
  expect(
    await putRecord(wanted, resultJson, scriptedExecutions({ putIfAbsent: existing }), now),
  ).toMatchObject({
    status: 'success',
    resultJson: '{"stored":1}',
    replayed: true,
  });
});
