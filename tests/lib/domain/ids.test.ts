// Ids (schemas/README.md, Ids): from the trace id alone, one to one, and back.
import { expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { idOf, traceOfId } from '../../../lib/domain/ids.ts';
import { traceIds } from '../../support/trace-ids.ts';

const actionTypes = fc.constantFrom('task' as const, 'reminder' as const, 'meeting' as const);

test.each([
  ['task', 'task-001', 'task_001'],
  ['task', 'task-a', 'task_a'],
  ['task', 'chat-7', 'task-chat-7'],
  ['task', 'task', 'task-task'],
  ['task', 'task-', 'task-task-'],
  ['task', 'task--1', 'task-task--1'],
  ['task', 'task-.1', 'task-task-.1'],
  ['task', 'Task-001', 'task-Task-001'],
  ['task', 'reminder-001', 'task-reminder-001'],
  ['reminder', 'reminder-001', 'reminder_001'],
  ['meeting', 'task-001', 'meeting-task-001'],
] as const)('the id of a %s with the trace id %s is %s', (actionType, traceId, id) => {
  expect(idOf(actionType, traceId)).toBe(id);
  expect(traceOfId(id)).toEqual({ traceId, actionType });
});

test.each(['', 'task', 'task_', 'task_-1', 'task-task-001', 'info_001', 'info-001', 'notes-1'])(
  'no trace id gives the id "%s"',
  (id) => {
    expect(traceOfId(id)).toBeUndefined();
  },
);

test('the trace id and the action type can be read from every id', () => {
  fc.assert(
    fc.property(actionTypes, traceIds, (actionType, traceId) => {
      expect(traceOfId(idOf(actionType, traceId))).toEqual({ traceId, actionType });
    }),
    { numRuns: 2_000 },
  );
});

test('an id from which a trace id can be read is the id of that trace id', () => {
  const ids = fc.tuple(fc.constantFrom('task_', 'task-', 'meeting_', 'info_', ''), traceIds);
  fc.assert(
    fc.property(ids, ([prefix, rest]) => {
      const trace = traceOfId(`${prefix}${rest}`);
      if (trace !== undefined) expect(idOf(trace.actionType, trace.traceId)).toBe(`${prefix}${rest}`);
    }),
    { numRuns: 2_000 },
  );
});

test('two trace ids, or two actions, never share an id', () => {
  const sources = fc.tuple(actionTypes, traceIds);
  fc.assert(
    fc.property(fc.uniqueArray(sources, { selector: String, minLength: 2, maxLength: 200 }), (pairs) => {
      expect(new Set(pairs.map((pair) => idOf(...pair))).size).toBe(pairs.length);
    }),
  );
});
