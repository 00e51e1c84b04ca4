// What an outcome holds for its response and its log line.
import { expect, test } from '@jest/globals';
import { failure } from '../../../lib/domain/failure.ts';
import { failed, succeeded } from '../../../lib/domain/outcome.ts';

test('a success names the id of what was created', () => {
  expect(succeeded('task', 'task_7', '{}', true)).toStrictEqual({
    status: 'success',
    resultJson: '{}',
    created: { idField: 'task_id', id: 'task_7' },
    replayed: true,
  });
});

test('an action that creates nothing has no id', () => {
  expect(succeeded('info', 'info_7', '{}', false)).toStrictEqual({
    status: 'success',
    resultJson: '{}',
    replayed: false,
  });
});

test('a success outside names its adapter', () => {
  expect(succeeded('task', 'task_7', '{}', false, 'webhook')).toHaveProperty('adapter', 'webhook');
});

test('a failure of this request is not a replay', () => {
  const refusal = failure('info_not_found');
  expect(failed(refusal)).toEqual({ status: 'failed', failure: refusal, replayed: false });
});
