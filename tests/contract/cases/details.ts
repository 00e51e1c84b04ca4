// The details of a payload that breaks its schema: each breach by its path, at most twenty.
import type { Case } from '../case.ts';
import { atFields, execute, fails, info, meeting, one, reminder, task } from './build.ts';

const unknown = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, index]));

export const details: readonly Case[] = [
  one(
    'an unknown field of a task is named',
    execute(task({ titel: 'x' })),
    fails('invalid_payload', atFields('titel')),
  ),
  one(
    'timezone is an unknown field of a task',
    execute(task({ timezone: 'UTC' })),
    fails('invalid_payload', atFields('timezone')),
  ),
  one(
    'an unknown field of a reminder is named',
    execute(reminder({ title: 'x' })),
    fails('invalid_payload', atFields('title')),
  ),
  one(
    'an unknown field of a meeting is named',
    execute(meeting({ due: 'x' })),
    fails('invalid_payload', atFields('due')),
  ),
  one(
    'an unknown field of info is named',
    execute({ ...info('x'), limit: 3 }),
    fails('invalid_payload', atFields('limit')),
  ),
  one(
    'several unknown fields are all named',
    execute(task({ a: 1, b: 2, c: 3 })),
    fails('invalid_payload', atFields('a', 'b', 'c')),
  ),
  one(
    'breaches of several kinds are named together',
    execute(task({ title: 7, priority: 'HIGHEST', tags: ['x', 'x'], more: 1 })),
    fails('invalid_payload', {
      details: [
        { path: '/data/payload/more', message: 'is not a known field; remove it' },
        { path: '/data/payload/title', message: 'must be a string' },
        { path: '/data/payload/priority', message: 'must be one of low, normal, high, urgent' },
        { path: '/data/payload/tags', message: 'must not have the same entry twice' },
      ],
    }),
  ),
  one(
    'twenty breaches are all named',
    execute(task(unknown(20))),
    fails('invalid_payload', atFields(...Object.keys(unknown(20)))),
  ),
  one(
    'of more than twenty breaches the first twenty are named',
    execute(task(unknown(100))),
    fails('invalid_payload', atFields(...Object.keys(unknown(20)))),
  ),
  one(
    'paths are JSON Pointers',
    execute(task({ 'a/b': 1, 'm~n': 2, '~1': 3, '': 4, 'é "x"': 5 })),
    fails('invalid_payload', atFields('a~1b', 'm~0n', '~01', '', 'é "x"')),
  ),
  one(
    'names that every object inherits are unknown fields as well',
    execute(task({ constructor: 1, toString: 2, hasOwnProperty: 3 })),
    fails('invalid_payload', atFields('constructor', 'toString', 'hasOwnProperty')),
  ),
  one(
    'no message repeats a value',
    execute(
      task({
        title: ['mustard-seed'],
        priority: 'cardamom',
        tags: 'saffron-thread',
        due: 'turmeric',
        x: 'nutmeg',
      }),
    ),
    fails('invalid_payload'),
  ),
];
