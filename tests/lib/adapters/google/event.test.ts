// A meeting as an event: the exact body, and an id that is the effect key in base32hex.
import { expect, test } from '@jest/globals';
import { toEvent, toEventId } from '../../../../lib/adapters/google/event.ts';
import type { Effect } from '../../../../lib/domain/effect.ts';

const effectKey = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
const id = 'ju3d10c89humb6hftagcammg2mhrujor5c5o4b6hblm1bc7g1840';

function meeting(change: Partial<Effect<'meeting'>['result']> = {}): Effect<'meeting'> {
  return {
    traceId: 'meeting-7',
    effectKey,
    actionType: 'meeting',
    id: 'meeting_7',
    createdAt: '2031-04-01T09:30:00.000Z',
    dueSeconds: undefined,
    result: {
      success: true,
      meeting_id: 'meeting_7',
      title: 'Rundgang; danach, 🪶',
      participants: ['Ada Lovelace <ada@example.com>', 'grace@example.com', 'ADA@Example.com'],
      start_time: '2031-04-02T11:30',
      end_time: '2031-04-02T12:30',
      timezone: 'Europe/Berlin',
      location: 'Orchard, gate 2',
      description: 'First line\nSecond; <b>&',
      start_at: '2031-04-02T09:30:00Z',
      end_at: '2031-04-02T10:30:00Z',
      ...change,
    },
  };
}

/** As Python's base64.b32hexencode has them, in lower case and without padding. */
test.each([
  ['0'.repeat(64), '0'.repeat(52)],
  [`${'0'.repeat(63)}1`, `${'0'.repeat(51)}g`],
  ['f'.repeat(64), `${'v'.repeat(51)}g`],
  [effectKey, id],
])('the id of %s is its base32hex', (key, expected) => {
  expect(toEventId(key)).toBe(expected);
  expect(expected).toMatch(/^[a-v0-9]{5,1024}$/);
});

test('an event has every field of its meeting, its times in UTC, and each address once', () => {
  expect(toEvent(meeting())).toEqual({
    id,
    summary: 'Rundgang; danach, 🪶',
    description: 'First line\nSecond; <b>&',
    location: 'Orchard, gate 2',
    start: { dateTime: '2031-04-02T09:30:00Z' },
    end: { dateTime: '2031-04-02T10:30:00Z' },
    attendees: [{ email: 'ada@example.com', displayName: 'Ada Lovelace' }, { email: 'grace@example.com' }],
  });
});

test('what a meeting does not have, its event does not have', () => {
  const { location: _location, description: _description, ...result } = meeting().result;
  const event = toEvent({ ...meeting(), result: { ...result, participants: ['grace@example.com'] } });
  expect(JSON.parse(JSON.stringify(event))).toEqual({
    id,
    summary: 'Rundgang; danach, 🪶',
    start: { dateTime: '2031-04-02T09:30:00Z' },
    end: { dateTime: '2031-04-02T10:30:00Z' },
    attendees: [{ email: 'grace@example.com' }],
  });
});
