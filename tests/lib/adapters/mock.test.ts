// The adapter `mock`: the record is all there is to do.
import { expect, test } from '@jest/globals';
import { mock } from '../../../lib/adapters/mock.ts';

test('it records a meeting, needs no variable, and carries out nothing else', () => {
  expect(Object.keys(mock.actions)).toEqual(['meeting']);
  expect(mock.actions.meeting?.({}, {})).toEqual({ kind: 'record', fields: { mocked: true } });
  expect(mock.variables).toEqual({ required: [], properties: {} });
});
