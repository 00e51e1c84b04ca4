// Dry runs: what is planned, what is refused, and that nothing is left of one.
import type { Case, Step } from '../case.ts';
import {
  at,
  atFields,
  execute,
  executed,
  fails,
  info,
  meeting,
  newTraceId,
  one,
  reminder,
  replayed,
  several,
  show,
  skipped,
  task,
  type Json,
  type Response,
} from './build.ts';

/** A request for a dry run. @param value of `dry_run` */
function dryRun(payload: unknown, traceId = newTraceId(), value: unknown = true): Step['request'] {
  const { trace_id, decision, data } = execute(payload, traceId).json;
  return { json: { trace_id, decision, dry_run: value, data } };
}

/** @param result a part of `execution_result` */
function planned(result: Json = {}): Response {
  return {
    status: 200,
    match: { status: 'planned', execution_result: { success: true, ...result } },
    headers: { 'idempotent-replayed': null, 'retry-after': null },
  };
}

/** The whole body of a dry run. */
function plansExactly(name: string, traceId: string, payload: Json, result: Json): Case {
  return one(name, dryRun(payload, traceId), {
    status: 200,
    json: { trace_id: traceId, status: 'planned', execution_result: { success: true, ...result } },
  });
}

const wrongValues: readonly unknown[] = [null, '', 'true', 1, 0, [], {}];
const past = reminder({ time: '2001-01-01T00:00Z' });

function eachExactly(): Case[] {
  const [taskTrace, reminderTrace, infoTrace] = [newTraceId(), newTraceId(), newTraceId()];
  return [
    plansExactly(
      'a dry run of a task shows its result, without what counts as missing',
      taskTrace,
      task({ tags: [], description: ' ', priority: 'low' }),
      { task_id: `task-${taskTrace}`, title: 'Label the jars', priority: 'low' },
    ),
    plansExactly(
      'a dry run of a reminder shows the instant at which it would be due',
      reminderTrace,
      reminder({ time: '2031-07-01T10:00', timezone: 'Europe/Berlin' }),
      {
        reminder_id: `reminder-${reminderTrace}`,
        message: 'Wind the clock',
        time: '2031-07-01T10:00',
        timezone: 'Europe/Berlin',
        due_at: '2031-07-01T08:00:00Z',
      },
    ),
    plansExactly(
      'a dry run of an info shows its query and no data, whether there is an answer or not',
      infoTrace,
      info('trace:nobody'),
      { query: 'trace:nobody' },
    ),
  ];
}

function besideAnExecution(): Case[] {
  const traceId = newTraceId();
  return [
    several(
      'a dry run does not look at what its trace id has done, and changes nothing of it',
      [execute(task(), traceId), executed],
      [dryRun(task(), traceId), planned({ title: 'Label the jars' })],
      [dryRun(task({ title: 'Other' }), traceId), planned({ title: 'Other' })],
      [execute(task(), traceId), replayed],
    ),
  ];
}

function leavesFree(): Case[] {
  return [task(), reminder(), meeting()].map((payload) => {
    const traceId = newTraceId();
    return several(
      `a dry run of a ${String(payload['action_type'])} leaves its trace id free`,
      [dryRun(payload, traceId), planned()],
      [execute(info(`trace:${traceId}`)), fails('info_not_found')],
      [execute(task({ title: 'Another' }), traceId), executed],
    );
  });
}

export const dryRuns: readonly Case[] = [
  ...eachExactly(),
  one(
    'a dry run of a meeting shows its instants',
    dryRun(meeting()),
    planned({ start_at: '2031-07-01T08:00:00Z', end_at: '2031-07-01T09:00:00Z' }),
  ),
  ...leavesFree(),
  ...besideAnExecution(),
  ...wrongValues.map((value) =>
    one(
      `dry_run ${show(value)} is refused`,
      dryRun(task(), newTraceId(), value),
      fails('invalid_request', at('/dry_run')),
    ),
  ),
  several(
    'dry_run false is an execution, and the same request as one without it',
    ...((traceId) =>
      [
        [dryRun(task(), traceId, false), executed],
        [execute(task(), traceId), replayed],
      ] as const)(newTraceId()),
  ),
  one(
    'another decision is skipped, whatever dry_run is',
    { json: { trace_id: newTraceId(), decision: 'respond', dry_run: 'x' } },
    skipped,
  ),
  one(
    'dry_run is no field of data',
    {
      json: {
        ...execute(task()).json,
        data: { workflow_type: 'workflow', dry_run: true, payload: task() },
      },
    },
    fails('invalid_request', at('/data/dry_run')),
  ),
  one('a dry run names every missing field', dryRun({ action_type: 'task' }), fails('missing_task_title')),
  one(
    'a dry run names an unknown field',
    dryRun(task({ titel: 'x' })),
    fails('invalid_payload', atFields('titel')),
  ),
  one('a dry run refuses a reminder in the past', dryRun(past), fails('reminder_time_in_past')),
  one(
    'a dry run refuses a time that does not exist',
    dryRun(reminder({ time: '2031-02-30T08:00Z' })),
    fails('invalid_time', atFields('time')),
  ),
  one(
    'a dry run refuses a meeting that ends before it starts',
    dryRun(meeting({ end_time: '2031-07-01T07:00:00Z' })),
    fails('invalid_meeting_window'),
  ),
];
