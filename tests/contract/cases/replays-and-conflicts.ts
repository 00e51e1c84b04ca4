// Exactly once: what is a replay of a request, and what is a conflict with it.
import type { Case } from '../case.ts';
import {
  execute,
  executed,
  fails,
  meeting,
  newTraceId,
  reminder,
  replayed,
  several,
  task,
  type Json,
} from './build.ts';

const payloadsByAction: Readonly<Record<string, Json>> = {
  task: task({ due: '2031-04-01', tags: ['b', 'a'] }),
  reminder: reminder({ time: '2031-07-01T08:00', timezone: 'Europe/Berlin' }),
  meeting: meeting({ location: 'Room 1' }),
};

const actions = Object.keys(payloadsByAction);
const payloadOf = (action: string): Json => payloadsByAction[action] ?? {};

/** The same JSON with the keys of every object in reverse order. */
function withReversedKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, withReversedKeys(inner)]),
  );
}

const replays = Object.entries(payloadsByAction).map(([action, payload]) => {
  const { json } = execute(payload, newTraceId());
  return several(
    `a ${action} is replayed, however its JSON is written`,
    [{ json }, executed],
    [{ json }, replayed],
    [{ json: withReversedKeys(json) }, replayed],
    [{ body: `\n${JSON.stringify(json, null, 4)}\n` }, replayed],
    [{ body: JSON.stringify(json).replace('"workflow_type"', '"workflow\\u005ftype"') }, replayed],
  );
});

const conflicts = actions.flatMap((first) =>
  actions
    .filter((second) => second !== first)
    .map((second) => {
      const traceId = newTraceId();
      return several(
        `a ${second} under the trace id of a ${first} is a conflict`,
        [execute(payloadOf(first), traceId), executed],
        [execute(payloadOf(second), traceId), fails('trace_id_conflict')],
        [execute(payloadOf(first), traceId), replayed],
      );
    }),
);

/** Two requests under one trace id that are similar, and still a conflict. */
function differ(name: string, first: Json, second: Json): Case {
  const traceId = newTraceId();
  return several(
    name,
    [execute(first, traceId), executed],
    [execute(second, traceId), fails('trace_id_conflict')],
    [execute(first, traceId), replayed],
  );
}

export const replaysAndConflicts: readonly Case[] = [
  ...replays,
  ...conflicts,
  differ('a request with one more field is another request', task(), task({ description: '' })),
  differ('another order of tags is another request', task({ tags: ['a', 'b'] }), task({ tags: ['b', 'a'] })),
  differ('white space in a value is another request', task({ title: 'a b' }), task({ title: 'a  b' })),
  differ(
    'another Unicode form of a letter is another request',
    task({ title: '\u00e9' }),
    task({ title: 'e\u0301' }),
  ),
  differ(
    'the same instant written differently is another request',
    reminder({ time: '2031-07-01T08:00:00Z' }),
    reminder({ time: '2031-07-01T10:00:00+02:00' }),
  ),
];
