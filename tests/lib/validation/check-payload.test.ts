// The checks of a workflow's payload. The order of all checks is tested by the contract's cases.
import { expect, test } from '@jest/globals';
import { actionTable } from '../../../lib/generated/tables.ts';
import { checkRequest } from '../../support/check-request.ts';
import { infoRequest, taskRequest, traceIdOf, workflowRequest } from '../../support/requests.ts';

test('an accepted request carries its id, its data as sent, and its payload without the missing fields', () => {
  const request = taskRequest({ traceId: 'task-7', payload: { title: 'Water', due: null, assignee: ' ' } });
  const { data } = request.json as { data: { payload: object } };
  expect(checkRequest(request.json)).toStrictEqual({
    kind: 'accepted',
    traceId: 'task-7',
    decision: 'workflow',
    dryRun: false,
    actionType: 'task',
    id: 'task_7',
    data,
    payload: { action_type: 'task', title: 'Water' },
  });
});

test.each([
  [true, true],
  [false, false],
])('dry_run %s is a dry run: %s', (value, dryRun) => {
  const request = { ...(taskRequest().json as object), dry_run: value };
  expect(checkRequest(request)).toMatchObject({ kind: 'accepted', dryRun });
});

test('an info is accepted', () => {
  const request = infoRequest('opening hours');
  expect(checkRequest(request.json)).toMatchObject({ actionType: 'info', traceId: traceIdOf(request) });
});

test.each([
  ['dance', `action_type "dance" is not supported; use one of ${Object.keys(actionTable).join(', ')}`],
  ['a'.repeat(65), expect.stringContaining(`"${'a'.repeat(64)}"`)],
])(
  'an unknown action type is named in the message, with at most 64 characters: %s',
  (action_type, message) => {
    expect(checkRequest(workflowRequest({ action_type }).json)).toMatchObject({
      failure: { code: 'unsupported_action_type', message },
    });
  },
);
