// The adapter `record`: the record is all there is to do.
import { expect, test } from '@jest/globals';
import { record } from '../../../lib/adapters/record.ts';

test('it records a task, needs no variable, and carries out nothing else', () => {
  expect(Object.keys(record.actions)).toEqual(['task']);
  expect(record.actions.task?.({}, {})).toEqual({ kind: 'record', fields: {} });
  expect(record.variables).toEqual({ required: [], properties: {} });
});
