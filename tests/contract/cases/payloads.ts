// The fields of each action: which values are missing, too long or of the wrong type, and which are returned.
import { actionTable } from '../../../lib/generated/tables.ts';
import type { Case } from '../case.ts';
import {
  execute,
  executed,
  fails,
  info,
  meeting,
  newTraceId,
  ok,
  one,
  reminder,
  replayed,
  several,
  show,
  task,
  type Json,
} from './build.ts';
import { accepts, longest, missing, optional, refuses } from './fields.ts';

const actionTypes = Object.keys(actionTable).join(', ');
const tags = (count: number) => Array.from({ length: count }, (_, index) => `tag ${index}`);
const people = (count: number) => Array.from({ length: count }, (_, index) => `p${index}@example.com`);

const shared = newTraceId();
const echo = (field: string) => (value: string) => ok({ [field]: value });
const ask = (fields: Json) => ({ ...info('x'), ...fields });

export const payloads: readonly Case[] = [
  ...[undefined, null, ''].map((action_type) =>
    one(
      `action_type ${show(action_type)} is missing`,
      execute(task({ action_type })),
      fails('missing_action_type'),
    ),
  ),
  ...['Task', 'task ', ' ', 'tasks', 'constructor', '__proto__', 'toString'].map((action_type) =>
    one(
      `action_type ${show(action_type)} is not supported`,
      execute(task({ action_type })),
      fails('unsupported_action_type', {
        message: `action_type "${action_type}" is not supported; use one of ${actionTypes}`,
      }),
    ),
  ),
  ...['a', '😀'].map((character) =>
    one(
      `an action_type of 65 times ${character} is shortened to 64 in the message`,
      execute(task({ action_type: character.repeat(65) })),
      fails('unsupported_action_type', {
        message: `action_type "${character.repeat(64)}" is not supported; use one of ${actionTypes}`,
      }),
    ),
  ),
  ...refuses(task, 'action_type', [7, true, ['task'], {}]),

  ...missing(task, 'title', 'missing_task_title', 'title is required to create a task'),
  ...longest(task, 'title', 256, echo('title')),
  ...longest(task, 'description', 4000, echo('description')),
  ...longest(task, 'assignee', 254, echo('assignee')),
  ...refuses(task, 'title', [7, true, ['x'], { text: 'x' }]),
  ...['description', 'due', 'priority', 'assignee', 'tags'].flatMap((field) => optional(task, field)),
  ...refuses(task, 'description', [7, ['x'], {}]),
  ...refuses(task, 'assignee', [7, {}, false]),
  ...refuses(task, 'priority', ['HIGH', 'highest', 1]),
  ...refuses(task, 'tags', ['tls', '["tls"]', {}, tags(21), ['a', 'b', 'a'], ['__proto__', '__proto__']]),
  ...refuses(task, 'tags', [
    ['constructor', 'a', 'constructor'],
    ['\u00e9', 'e\u0301', '\u00e9'],
  ]),
  ...refuses(
    task,
    'tags',
    [
      ['ok', ''],
      ['ok', ' \t'],
      ['ok', '\u200b'],
      ['ok', null],
      ['ok', 'x'.repeat(51)],
      ['ok', 7],
    ],
    'tags/1',
  ),
  ...accepts(task, 'title', ['x', ' padded ', '\u200bx', '\u2801']),
  ...accepts(task, 'priority', ['low', 'normal', 'high', 'urgent']),
  ...accepts(task, 'tags', [
    ['x'.repeat(50)],
    ['😀'.repeat(50)],
    tags(20),
    ['a', 'A'],
    ['\u00e9', 'e\u0301'],
    ['__proto__'],
  ]),

  ...missing(reminder, 'message', 'missing_reminder_fields', 'message is required to create a reminder'),
  ...missing(reminder, 'time', 'missing_reminder_fields', 'time is required to create a reminder'),
  ...longest(reminder, 'message', 1000, echo('message')),
  ...refuses(reminder, 'message', [7, ['x']]),
  ...refuses(reminder, 'time', [1_900_000_000, ['2031-07-01T08:00:00Z']]),
  ...optional(reminder, 'timezone'),
  ...refuses(reminder, 'timezone', [7, {}]),

  ...missing(meeting, 'title', 'missing_meeting_fields', 'title is required to arrange a meeting'),
  ...missing(
    meeting,
    'participants',
    'missing_meeting_fields',
    'participants is required to arrange a meeting',
  ),
  ...missing(meeting, 'start_time', 'missing_meeting_fields', 'start_time is required to arrange a meeting'),
  ...missing(meeting, 'end_time', 'missing_meeting_fields', 'end_time is required to arrange a meeting'),
  ...longest(meeting, 'title', 256, echo('title')),
  ...longest(meeting, 'location', 256, echo('location')),
  ...longest(meeting, 'description', 4000, echo('description')),
  ...['timezone', 'location', 'description'].flatMap((field) => optional(meeting, field)),
  ...refuses(meeting, 'participants', ['anna@example.com', {}, people(51), ['a', 'b', 'b']]),
  ...refuses(meeting, 'participants', [['__proto__', '__proto__']]),
  ...refuses(
    meeting,
    'participants',
    [
      ['a', ''],
      ['a', '\u00a0'],
      ['a', '\u2800'],
      ['a', 'x'.repeat(255)],
      ['a', null],
    ],
    'participants/1',
  ),
  ...refuses(meeting, 'location', [7, ['x']]),
  ...accepts(meeting, 'participants', [['a'], ['x'.repeat(254)], ['😀'.repeat(254)], people(50)]),

  ...missing(ask, 'query', 'missing_info_query', 'query is required to look something up'),
  ...longest(ask, 'query', 256, () => fails('info_not_found')),
  ...refuses(ask, 'query', [7, ['x']]),

  ...[null, '', []].map((value) =>
    one(
      `an unknown field is refused even if its value is ${show(value)}`,
      execute(task({ titel: value })),
      fails('invalid_payload', {
        details: [{ path: '/data/payload/titel', message: 'is not a known field; remove it' }],
      }),
    ),
  ),
  several(
    'a field that counts as not given is still part of the request',
    [execute(task({ tags: [] }), shared), executed],
    [execute(task({ tags: [] }), shared), replayed],
    [execute(task(), shared), fails('trace_id_conflict')],
  ),

  one(
    'every missing field is named',
    execute({ action_type: 'meeting', title: ' ' }),
    fails('missing_meeting_fields', {
      message: 'title, participants, start_time and end_time are required to arrange a meeting',
    }),
  ),
];
