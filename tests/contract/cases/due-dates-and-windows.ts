// The due date of a task, and the window of a meeting from its start to its end.
import type { Case } from '../case.ts';
import { atFields, execute, fails, meeting, ok, one, task, type Json } from './build.ts';

function windowed(start_time: string, end_time: string, more: Json = {}) {
  return execute(meeting({ start_time, end_time, ...more }));
}

const eight = '2031-07-01T08:00:00Z';

export const dueDatesAndWindows: readonly Case[] = [
  ...[
    '2031-04-01',
    '2001-01-01',
    '2032-02-29',
    '0000-01-01',
    '9999-12-31',
    '2031-04-01T09:30',
    '2031-04-01T09:30:00.5+02:00',
  ].map((due) => one(`a task may be due ${due}`, execute(task({ due })), ok({ due }))),
  ...[
    '2031-02-29',
    '2031-02-30',
    '2031-04-31',
    '2031-13-01',
    '2031-00-10',
    '2031-04-00',
    '2031-04-01T25:00',
    '2031-04-01T09:30+25:00',
  ].map((due) =>
    one(
      `the due date ${due} of a task does not exist`,
      execute(task({ due })),
      fails('invalid_time', atFields('due')),
    ),
  ),
  ...['2031-4-1', '2031-04-01Z', '2033-05', 'soon', '2031-04-01T09:30:00.1234567890Z', ' 2031-07-09', 7].map(
    (due) =>
      one(
        `${JSON.stringify(due)} is not a due date`,
        execute(task({ due })),
        fails('invalid_payload', atFields('due')),
      ),
  ),

  one('a meeting may not end when it starts', windowed(eight, eight), fails('invalid_meeting_window')),
  one(
    'a meeting may not end when it starts, however the instant is written',
    windowed(eight, '2031-07-01T10:00:00.000+02:00'),
    fails('invalid_meeting_window'),
  ),
  one(
    'a meeting may end a thousandth of a second after its start',
    windowed(eight, '2031-07-01T08:00:00.001Z'),
    ok({ start_at: eight, end_at: eight }),
  ),
  one(
    'a meeting is held in its timezone',
    windowed('2031-07-01T08:00', '2031-07-01T09:00', { timezone: 'Europe/Berlin' }),
    ok({ timezone: 'Europe/Berlin', start_at: '2031-07-01T06:00:00Z', end_at: '2031-07-01T07:00:00Z' }),
  ),
  one(
    'a meeting may begin with an offset and end without',
    windowed('2031-07-01T08:00+02:00', '2031-07-01T08:00'),
    ok({ start_at: '2031-07-01T06:00:00Z', end_at: eight }),
  ),
  one(
    'only a time with an offset contradicts the timezone',
    windowed('2031-07-01T08:00', '2031-07-01T09:00Z', { timezone: 'UTC' }),
    fails('invalid_time', atFields('end_time')),
  ),
  one(
    'two times that do not exist are both named',
    windowed('2031-02-30T08:00Z', '2031-02-31T08:00Z'),
    fails('invalid_time', atFields('start_time', 'end_time')),
  ),
];
