// Which adapter an action gets.
import { expect, test } from '@jest/globals';
import { createAdapters } from '../../../lib/adapters/choose.ts';
import { reminderVariables } from '../../support/reminder-effect.ts';

test('each action gets the adapter that was chosen for it', () => {
  const choice = { task: 'record', reminder: 'eventbridge', meeting: 'mock' };
  expect(createAdapters(choice, reminderVariables, {})).toEqual({
    task: { kind: 'record', fields: {} },
    reminder: { kind: 'outside', name: 'eventbridge', callsBack: true, perform: expect.any(Function) },
    meeting: { kind: 'record', fields: { mocked: true } },
  });
});

test.each([
  ['task', 'telepathy'],
  ['task', 'mock'],
])('a choice for a %s that the configuration should have refused is an error: %s', (action, name) => {
  expect(() => createAdapters({ [action]: name }, {}, {})).toThrow(
    new TypeError(`no adapter ${name} carries out a ${action}`),
  );
});
