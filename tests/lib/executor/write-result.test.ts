// The JSON text of a result: which fields it has, and in which order.
import { expect, test } from '@jest/globals';
import type { AcceptedRequest } from '../../../lib/domain/request.ts';
import { writeResult } from '../../../lib/executor/write-result.ts';

const accepted = (payload: AcceptedRequest['payload'], id: string): AcceptedRequest => ({
  kind: 'accepted',
  traceId: 'any',
  decision: 'workflow',
  actionType: payload.action_type,
  id,
  data: {},
  payload,
});

test('the id comes first, then the fields that were sent in the order of the contract, then those of the action', () => {
  const payload = { priority: 'low', title: 'Water', action_type: 'task' } as const;
  expect(writeResult(accepted(payload, 'task_7'), { mocked: true })).toBe(
    '{"success":true,"task_id":"task_7","title":"Water","priority":"low","mocked":true}',
  );
});

test('the result of an info has no id', () => {
  expect(writeResult(accepted({ action_type: 'info', query: 'gate code' }, 'info-any'), {})).toBe(
    '{"success":true,"query":"gate code"}',
  );
});
