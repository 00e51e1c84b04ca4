// The table of the actions, by the type that a request names.
import { expect, test } from '@jest/globals';
import { info } from '../../../lib/actions/info.ts';
import { meeting } from '../../../lib/actions/meeting.ts';
import { actions } from '../../../lib/actions/registry.ts';
import { reminder } from '../../../lib/actions/reminder.ts';
import { task } from '../../../lib/actions/task.ts';

test('each action type is planned by the action of its name', () => {
  expect(actions).toStrictEqual({ task, reminder, meeting, info });
});
