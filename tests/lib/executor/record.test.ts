// Owns the one step of an execution whose record is its effect.
import { expect, test } from '@jest/globals';
import { record } from '../../../lib/executor/record.ts';
import { doneExecution, invocationAt } from '../../support/executions.ts';
import { scriptedExecutions } from './scripted-executions.ts';

const now = invocationAt(Date.UTC(2031, 3, 1, 9, 30));
const resultJson = '{"wanted":1}';
const execution = doneExecution({ traceId: 'task-7', resultJson });
const { traceId, fingerprint, token } = execution;
const asked = { traceId, fingerprint, token, actionType: 'task' as const };
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
