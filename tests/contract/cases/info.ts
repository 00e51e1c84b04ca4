// Ids are made from the trace id alone, one to one, and info finds each execution by its id and by its trace id.
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
  several,
  task,
  type Json,
} from './build.ts';

const payloads: Readonly<Record<string, Json>> = { task: task(), reminder: reminder(), meeting: meeting() };

/** Trace ids, and the ids that a task gets from them; for other actions the same with their own name. */
const ids: readonly (readonly [traceId: string, id: string])[] = [
  ['{{run}}-plain', 'task-{{run}}-plain'],
  ['task-{{run}}', 'task_{{run}}'],
  ['task-0{{run}}', 'task_0{{run}}'],
  ['task--{{run}}', 'task-task--{{run}}'],
  ['task-.{{run}}', 'task-task-.{{run}}'],
  ['task-_{{run}}', 'task-task-_{{run}}'],
  ['task_{{run}}', 'task-task_{{run}}'],
  ['task-task-{{run}}', 'task_task-{{run}}'],
  ['task-task_{{run}}', 'task_task_{{run}}'],
  ['task:{{run}}', 'task-task:{{run}}'],
  ['task{{run}}', 'task-task{{run}}'],
  ['Task-{{run}}', 'task-Task-{{run}}'],
  ['other-{{run}}', 'task-other-{{run}}'],
];

function named(action: string, text: string): string {
  const other = action === 'meeting' ? 'reminder' : 'meeting';
  return text
    .replaceAll('task', action)
    .replaceAll('Task', `${action.charAt(0).toUpperCase()}${action.slice(1)}`)
    .replaceAll('other', other)
    .replaceAll('{{run}}', `{{run}}${action}`);
}

/** Executes under the trace id, then asks for it by trace id, by id, and by the same id under the names of other actions. */
function found(action: string, traceId: string, id: string): Case {
  const idField = `${action}_id`;
  const data = {
    trace_id: traceId,
    action_type: action,
    state: 'done',
    execution_result: { success: true, [idField]: id },
  };
  const others = Object.keys(payloads).filter((other) => other !== action);
  return several(
    `a ${action} under ${traceId} is ${id}, and info finds it`,
    [execute(payloads[action], traceId), ok({ [idField]: id })],
    [execute(info(`trace:${traceId}`)), ok({ query: `trace:${traceId}`, data })],
    [execute(info(`${action}:${id}`)), ok({ query: `${action}:${id}`, data })],
    ...others.map((other) => [execute(info(`${other}:${id}`)), fails('info_not_found')] as const),
  );
}

const shared = newTraceId();
const unknown = [
  'trace:',
  'trace:nothing-{{run}}',
  'trace:a b',
  'task:',
  'task:{{run}}',
  'task:task_',
  'task:task-',
  'task:task_-{{run}}',
  'task:task-task-{{run}}x',
  'reminder:task_{{run}}',
  'dance:dance_{{run}}',
  'no topic of {{run}}',
  '__proto__',
  'constructor',
  'trace:constructor-{{run}}',
  ' trace:{{run}}',
];

export const infoCases: readonly Case[] = [
  ...Object.keys(payloads).flatMap((action) =>
    ids.map(([traceId, id]) => found(action, named(action, traceId), named(action, id))),
  ),
  ...unknown.map((query) =>
    one(
      `info finds nothing for the query "${query}"`,
      execute(info(query)),
      fails('info_not_found', { message: 'nothing is known under this query' }),
    ),
  ),
  several(
    'info never conflicts, is never replayed, and stores nothing',
    [execute(task(), shared), executed],
    [execute(info(`trace:${shared}`), shared), executed],
    [execute(info(`trace:${shared}`), shared), executed],
    [execute(info(`task:task-${shared}`), shared), executed],
    [execute(info('trace:another-{{run}}'), shared), fails('info_not_found')],
  ),
  several(
    'an info has no execution that another info could find',
    [execute(task(), '{{run}}-answer'), executed],
    [execute(info('trace:{{run}}-answer'), '{{run}}-asked'), executed],
    [execute(info('trace:{{run}}-asked')), fails('info_not_found')],
  ),
];
