// Owns the one step of an execution whose record is its effect.
import { expect, test } from '@jest/globals';
import { record } from '../../../lib/executor/record.ts';
import { doneExecution, invocationAt } from '../../support/executions.ts';
import { scriptedExecutions } from './scripted-executions.ts';

const now = invocationAt(Date.UTC(2031, 3, 1, 9, 30));
const resultJson = '{"wanted":1}';
const asked = {
  traceId: 'task-7',
  fingerprint: 'f'.repeat(64),
  actionType: 'task' as const,
  token: now.token,
};
const execution = {
  ...doneExecution({ ...asked, resultJson }),
  createdAt: '2031-04-01T09:30:00.000Z',
};
const made = { idField: 'task_id', id: 'task_7' };

test('what was written is a success, by one call', async () => {
  const executions = scriptedExecutions();
  expect(await record(asked, resultJson, executions, now)).toEqual({
    status: 'success',
    actionType: 'task',
    resultJson,
    made,
    replayed: false,
  });
  expect(executions.calls).toEqual([['record', execution]]);
});

test('what stands there is judged', async () => {
  const standing = { ...execution, token: 'theirs', resultJson: '{"stored":1}' };
  expect(await record(asked, resultJson, scriptedExecutions({ record: standing }), now)).toMatchObject({
    status: 'success',
    resultJson: '{"stored":1}',
    replayed: true,
  });
});
