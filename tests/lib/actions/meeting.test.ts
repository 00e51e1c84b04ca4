// The plan of a meeting: with its instants, unless its window is empty.
import { expect, test } from '@jest/globals';
import { meeting } from '../../../lib/actions/meeting.ts';
import { failure } from '../../../lib/domain/failure.ts';
import { context } from './action-context.ts';

const plan = (start_time: string, end_time: string) =>
  meeting(
    { action_type: 'meeting', title: 'Walk', participants: ['ada@example.com'], start_time, end_time },
    context,
  );

test('a meeting is planned with its instants', async () => {
  expect(await plan('2031-04-01T10:00:00Z', '2031-04-01T10:00:00.1Z')).toStrictEqual({
    kind: 'create',
    fields: { start_at: '2031-04-01T10:00:00Z', end_at: '2031-04-01T10:00:00Z' },
  });
});

test('a meeting that ends at its start or earlier is refused', async () => {
  const refused = { kind: 'refused', failure: failure('invalid_meeting_window') };
  expect(await plan('2031-04-01T10:00:00Z', '2031-04-01T10:00:00Z')).toStrictEqual(refused);
  expect(await plan('2031-04-01T10:00:00Z', '2031-04-01T09:59:59Z')).toStrictEqual(refused);
});

test('an empty window that depends on the time zone is refused for a first request only', async () => {
  const refused = { kind: 'refused', failure: failure('invalid_meeting_window'), onlyIfFirst: true };
  expect(await plan('2031-04-01T12:00:00', '2031-04-01T11:00:00')).toStrictEqual(refused);
  expect(await plan('2031-04-01T12:00:00', '2031-04-01T10:00:00Z')).toStrictEqual(refused);
  expect(await plan('2031-04-01T10:00:00Z', '2031-04-01T12:00:00')).toStrictEqual(refused);
});
