// What a dry run is answered, by the plan alone.
import { expect, test } from '@jest/globals';
import type { Plan } from '../../../lib/actions/plan.ts';
import { failure } from '../../../lib/domain/failure.ts';
import type { AcceptedRequest } from '../../../lib/domain/request.ts';
import { answerDryRun } from '../../../lib/executor/answer-dry-run.ts';

const accepted: AcceptedRequest = {
  kind: 'accepted',
  traceId: 'meeting-7',
  decision: 'workflow',
  dryRun: true,
  actionType: 'task',
  id: 'task-meeting-7',
  data: {},
  payload: { action_type: 'task', title: 'Water' },
};
const answer = (plan: Plan) => answerDryRun(plan, accepted, { kind: 'record', fields: { mocked: true } });

test('a plan that creates something is shown with the fields of its action and of its adapter', () => {
  expect(answer({ kind: 'create', fields: { due_at: 'then' } })).toEqual({
    status: 'planned',
    resultJson: '{"success":true,"task_id":"task-meeting-7","title":"Water","due_at":"then","mocked":true}',
  });
});

test('a refusal is the outcome, also one that an existing execution would prevent', () => {
  const refusal = failure('invalid_time');
  for (const more of [{}, { onlyIfFirst: true }] as const) {
    expect(answer({ kind: 'refused', failure: refusal, ...more })).toEqual({
      status: 'failed',
      failure: refusal,
      replayed: false,
    });
  }
});

test('a plan that is refused to a first request is refused', () => {
  const rejectIfFirst = failure('reminder_time_in_past');
  expect(answer({ kind: 'create', fields: {}, rejectIfFirst })).toEqual({
    status: 'failed',
    failure: rejectIfFirst,
    replayed: false,
  });
});

test('a query is shown without an answer', () => {
  expect(
    answerDryRun(
      { kind: 'query', lookup: { kind: 'unresolvable' } },
      { ...accepted, actionType: 'info', id: 'info-7', payload: { action_type: 'info', query: 'q' } },
      { kind: 'record', fields: {} },
    ),
  ).toEqual({ status: 'planned', resultJson: '{"success":true,"query":"q"}' });
});
