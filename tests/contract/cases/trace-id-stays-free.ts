// A request that is not executed leaves its trace id free: the next request under it is executed.
import type { Case, Step } from '../case.ts';
import {
  execute,
  executed,
  fails,
  info,
  meeting,
  newTraceId,
  reminder,
  several,
  skipped,
  task,
} from './build.ts';

/** A request with its response, and then a task under the same trace id, which is executed. */
function leavesFree(
  name: string,
  request: (traceId: string) => Step['request'],
  response: Step['response'],
): Case {
  const traceId = newTraceId();
  return several(name, [request(traceId), response], [execute(task(), traceId), executed]);
}

export const traceIdStaysFree: readonly Case[] = [
  leavesFree(
    'a skipped request leaves its trace id free',
    (trace_id) => ({ json: { trace_id, decision: 'respond' } }),
    skipped,
  ),
  leavesFree(
    'a refused envelope leaves its trace id free',
    (trace_id) => ({ json: { trace_id, decision: 'workflow', x: 1 } }),
    fails('invalid_request'),
  ),
  leavesFree(
    'a missing payload leaves its trace id free',
    (traceId) => execute({}, traceId),
    fails('missing_workflow_payload'),
  ),
  leavesFree(
    'an unsupported action leaves its trace id free',
    (traceId) => execute({ action_type: 'email' }, traceId),
    fails('unsupported_action_type'),
  ),
  leavesFree(
    'an invalid payload leaves its trace id free',
    (traceId) => execute(task({ x: 1 }), traceId),
    fails('invalid_payload'),
  ),
  leavesFree(
    'a time that does not exist leaves its trace id free',
    (traceId) => execute(reminder({ time: '2031-02-30T00:00Z' }), traceId),
    fails('invalid_time'),
  ),
  leavesFree(
    'a reminder in the past leaves its trace id free',
    (traceId) => execute(reminder({ time: '2001-01-01T00:00Z' }), traceId),
    fails('reminder_time_in_past'),
  ),
  leavesFree(
    'an empty window leaves its trace id free',
    (traceId) => execute(meeting({ end_time: '2031-07-01T08:00:00Z' }), traceId),
    fails('invalid_meeting_window'),
  ),
  leavesFree(
    'info leaves its trace id free',
    (traceId) => execute(info(`trace:${traceId}`), traceId),
    fails('info_not_found'),
  ),
];
