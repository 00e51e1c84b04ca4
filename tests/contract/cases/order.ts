// The order of the checks: of two wrong things, the failure is that of the check that comes first.
import type { Case } from '../case.ts';
import {
  at,
  atFields,
  execute,
  executed,
  fails,
  meeting,
  newTraceId,
  one,
  reminder,
  several,
  skipped,
  task,
} from './build.ts';

const large = 'y'.repeat(70_000);
const text = { 'content-type': 'text/plain' };
const past = '2001-01-01T00:00:00Z';
const never = '2031-02-30T00:00:00Z';

/** A request whose trace id belongs to the execution of another one. */
function used(name: string, payload: object, response: ReturnType<typeof fails>): Case {
  const traceId = newTraceId();
  return several(name, [execute(task(), traceId), executed], [execute(payload, traceId), response]);
}

const cases: readonly Case[] = [
  one('media type before size', { body: large, headers: text }, fails('unsupported_media_type')),
  one('media type before JSON', { body: '{', headers: text }, fails('unsupported_media_type')),
  one('size before JSON', { body: large }, fails('payload_too_large')),
  one('valid JSON before an object', { body: '[1' }, fails('invalid_json')),
  one('a forbidden key before trace_id', { body: '{"__proto__":1}' }, fails('invalid_json')),
  one('an object before trace_id', { body: '[]' }, fails('invalid_request')),
  one('trace_id before decision', { json: { decision: 7 } }, fails('missing_trace_id')),
  one('the form of trace_id before decision', { json: { trace_id: '?' } }, fails('invalid_trace_id')),
  one(
    'decision before the envelope',
    { json: { trace_id: newTraceId(), decision: 7, user: 1, data: [] } },
    fails('invalid_request', at('/decision')),
  ),
  one(
    'the decision to skip before the envelope',
    { json: { trace_id: newTraceId(), decision: 'x', user: 1, data: 7 } },
    skipped,
  ),
  one(
    'the envelope before a missing payload',
    { json: { trace_id: newTraceId(), decision: 'workflow', user: 1 } },
    fails('invalid_request', at('/user')),
  ),
  one(
    'workflow_type before a missing payload',
    { json: { trace_id: newTraceId(), decision: 'workflow', data: {} } },
    fails('invalid_request', at('/data/workflow_type')),
  ),
  one('a missing payload before action_type', execute({}), fails('missing_workflow_payload')),
  one('action_type before missing fields', execute({ title: '' }), fails('missing_action_type')),
  one(
    'a known action before its fields',
    execute({ action_type: 'dance', x: 1 }),
    fails('unsupported_action_type'),
  ),
  one(
    'missing fields before unknown fields',
    execute({ action_type: 'task', titel: 'x' }),
    fails('missing_task_title'),
  ),
  one(
    'a missing field before the type of another',
    execute(reminder({ message: 7, time: null })),
    fails('missing_reminder_fields'),
  ),
  one(
    'unknown fields before times',
    execute(reminder({ time: never, x: 1 })),
    fails('invalid_payload', atFields('x')),
  ),
  one(
    'the form of a time before its existence',
    execute(meeting({ start_time: never, end_time: 'noon' })),
    fails('invalid_payload', atFields('end_time')),
  ),
  one(
    'times before the window',
    execute(meeting({ start_time: never, end_time: past })),
    fails('invalid_time'),
  ),
  used('missing fields before the store', task({ title: '' }), fails('missing_task_title')),
  used('times before the store', reminder({ time: never }), fails('invalid_time')),
  used('the window before the store', meeting({ end_time: past }), fails('invalid_meeting_window')),
  used('the store before a time in the past', reminder({ time: past }), fails('trace_id_conflict')),
];

export const order = cases.map((given) => ({ ...given, name: `order of checks: ${given.name}` }));
