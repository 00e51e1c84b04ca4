// The JSON text of a result: which fields it has, and in which order.
import { expect, test } from '@jest/globals';
import type { AcceptedRequest } from '../../../lib/domain/request.ts';
import { writeResult } from '../../../lib/executor/write-result.ts';

const accepted = (payload: AcceptedRequest['payload'], id: string): AcceptedRequest => ({
  kind: 'accepted',
  traceId: 'any',
  decision: 'workflow',
  dryRun: false,
  actionType: payload.action_type,
  id,
  data: {},
  payload,
});

test('the id comes first, then the fields that were sent in the order of the contract, then those of the action and its adapter', () => {
  const payload = { priority: 'low', title: 'Water', action_type: 'task' } as const;
  const plan = { kind: 'create', fields: { start_at: '2031-04-01T10:00:00Z' } } as const;
  const adapter = { kind: 'record', fields: { mocked: true } } as const;
  expect(writeResult(plan, accepted(payload, 'task_7'), adapter)).toBe(
    '{"success":true,"task_id":"task_7","title":"Water","priority":"low","start_at":"2031-04-01T10:00:00Z","mocked":true}',
  );
});

test('the result of an info has no id, and nothing of an adapter', () => {
  const plan = { kind: 'query', lookup: { kind: 'topic', topic: 'gate code' } } as const;
  const request = accepted({ action_type: 'info', query: 'gate code' }, 'info-any');
  const adapter = { kind: 'record', fields: { mocked: true } } as const;
  expect(writeResult(plan, request, adapter)).toBe('{"success":true,"query":"gate code"}');
});
