// The calendar object of each action, to the byte.
import { describe, expect, test } from '@jest/globals';
import { calendarTexts } from '../../../../lib/adapters/caldav/objects.ts';
import type { Effect } from '../../../../lib/domain/effect.ts';

const effectKey = 'e'.repeat(64);
const createdAt = '2031-04-01T09:30:00.123Z';

const task = (result: Partial<Effect<'task'>['result']> = {}, dueSeconds?: number): Effect<'task'> => ({
  traceId: 'task-1',
  effectKey,
  actionType: 'task',
  id: 'task_1',
  createdAt,
  result: { success: true, task_id: 'task_1', title: 'Feed the heron', ...result },
  dueSeconds,
});
const reminder = (dueSeconds: number | undefined): Effect<'reminder'> => ({
  traceId: 'reminder-1',
  effectKey,
  actionType: 'reminder',
  id: 'reminder_1',
  createdAt,
  result: {
    success: true,
    reminder_id: 'reminder_1',
    message: 'Stand up;\nnow, 🪶',
    time: '2031-04-02T09:30:00.5Z',
    due_at: '2031-04-02T09:30:00Z',
  },
  dueSeconds,
});
const meeting = (result: Partial<Effect<'meeting'>['result']> = {}): Effect<'meeting'> => ({
  traceId: 'meeting-1',
  effectKey,
  actionType: 'meeting',
  id: 'meeting_1',
  createdAt,
  result: {
    success: true,
    meeting_id: 'meeting_1',
    title: 'Design review',
    participants: ['Jane Doe <jane@example.com>', 'bob@example.com'],
    start_time: '2031-04-02T11:30',
    end_time: '2031-04-02T12:30',
    timezone: 'Europe/Berlin',
    start_at: '2031-04-02T09:30:00Z',
    end_at: '2031-04-02T10:30:00Z',
    ...result,
  },
  dueSeconds: undefined,
});

/** The lines between the stamps and the end of the component. */
function linesOf(text: string): readonly string[] {
  const lines = text.replaceAll('\r\n ', '').split('\r\n');
  const name = lines[3]?.slice('BEGIN:'.length);
  expect(lines.slice(0, 7)).toEqual([
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//workflow-executor//caldav//EN',
    `BEGIN:${name}`,
    `UID:${effectKey}`,
    'DTSTAMP:20310401T093000Z',
    'CREATED:20310401T093000Z',
  ]);
  expect(lines.slice(-3)).toEqual([`END:${name}`, 'END:VCALENDAR', '']);
  return [`BEGIN:${name}`, ...lines.slice(7, -3)];
}

describe('a task', () => {
  test('with its title alone is a VTODO with a summary', () => {
    expect(linesOf(calendarTexts.task(task(), undefined))).toEqual(['BEGIN:VTODO', 'SUMMARY:Feed the heron']);
  });

  test('has all that was sent', () => {
    const result = {
      description: 'One, two;\nthree',
      due: '2031-04-05',
      priority: 'urgent',
      assignee: 'Jane, the keeper',
      tags: ['a', 'b,c'],
    } as const;
    expect(linesOf(calendarTexts.task(task({ ...result, tags: [...result.tags] }), undefined))).toEqual([
      'BEGIN:VTODO',
      'SUMMARY:Feed the heron',
      'DESCRIPTION:Assignee: Jane\\, the keeper\\n\\nOne\\, two\\;\\nthree',
      'DUE;VALUE=DATE:20310405',
      'PRIORITY:1',
      'CATEGORIES:a,b\\,c',
    ]);
  });

  test('with an assignee and no description has the assignee as its description', () => {
    expect(linesOf(calendarTexts.task(task({ assignee: 'Jane' }), undefined))).toContain(
      'DESCRIPTION:Assignee: Jane',
    );
  });

  test('with a time is due at that instant', () => {
    const text = calendarTexts.task(
      task({ due: '2031-04-05T11:30' }, Date.UTC(2031, 3, 5, 9, 30) / 1000),
      undefined,
    );
    expect(linesOf(text)).toContain('DUE:20310405T093000Z');
  });

  test.each([
    ['urgent', 1],
    ['high', 3],
    ['normal', 5],
    ['low', 9],
  ] as const)('of priority %s has the number %i', (priority, number) => {
    expect(linesOf(calendarTexts.task(task({ priority }), undefined))).toContain(`PRIORITY:${number}`);
  });
});

describe('a reminder', () => {
  test.each([
    ['at the first second that is not before it', Date.UTC(2031, 3, 2, 9, 30, 1) / 1000, '20310402T093001Z'],
    ['at its time in the record, where no second is given', undefined, '20310402T093000Z'],
  ])('is a VTODO that is due and rings %s', (_when, dueSeconds, due) => {
    expect(linesOf(calendarTexts.reminder(reminder(dueSeconds), undefined))).toEqual([
      'BEGIN:VTODO',
      'SUMMARY:Stand up\\;\\nnow\\, 🪶',
      `DUE:${due}`,
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `TRIGGER;VALUE=DATE-TIME:${due}`,
      'DESCRIPTION:Stand up\\;\\nnow\\, 🪶',
      'END:VALARM',
    ]);
  });
});

describe('a meeting', () => {
  test('without an organizer shows its attendees, and asks the server to invite nobody', () => {
    const text = calendarTexts.meeting(
      meeting({ location: 'Room 1, 2', description: 'Bring tea; cups' }),
      undefined,
    );
    expect(linesOf(text)).toEqual([
      'BEGIN:VEVENT',
      'SUMMARY:Design review',
      'DTSTART:20310402T093000Z',
      'DTEND:20310402T103000Z',
      'LOCATION:Room 1\\, 2',
      'DESCRIPTION:Bring tea\\; cups',
      'ATTENDEE;CN="Jane Doe":mailto:jane@example.com',
      'ATTENDEE:mailto:bob@example.com',
    ]);
  });

  test('with an organizer asks each attendee to reply, each once', () => {
    const participants = ['Jane Doe <jane@example.com>', 'JANE@example.com', 'bob@example.com'];
    expect(linesOf(calendarTexts.meeting(meeting({ participants }), 'chair@example.com')).slice(4)).toEqual([
      'ORGANIZER:mailto:chair@example.com',
      'ATTENDEE;CN="Jane Doe";PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:jane@example.com',
      'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@example.com',
    ]);
  });

  test('whose organizer takes part has the organizer accepted, under the name that was sent', () => {
    expect(linesOf(calendarTexts.meeting(meeting(), 'Jane@Example.com')).slice(4)).toEqual([
      'ORGANIZER;CN="Jane Doe":mailto:Jane@Example.com',
      'ATTENDEE;CN="Jane Doe";PARTSTAT=ACCEPTED:mailto:jane@example.com',
      'ATTENDEE;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:bob@example.com',
    ]);
  });

  test('that ends in the second in which it starts ends in the next one', () => {
    const text = calendarTexts.meeting(meeting({ end_at: '2031-04-02T09:30:00Z' }), undefined);
    expect(linesOf(text).slice(2, 4)).toEqual(['DTSTART:20310402T093000Z', 'DTEND:20310402T093001Z']);
  });
});

test('the same effect is the same text', () => {
  expect(calendarTexts.meeting(meeting(), 'chair@example.com')).toBe(
    calendarTexts.meeting(meeting(), 'chair@example.com'),
  );
});
