// decision, which requests are skipped, and the envelope around a payload.
import type { Case, Step } from '../case.ts';
import { at, execute, fails, newTraceId, one, show, skipped, task, type Json } from './build.ts';

const wrongDecisions: readonly unknown[] = [null, '', 7, true, [], {}, 'x'.repeat(65), '😀'.repeat(65)];
const otherDecisions = ['WORKFLOW', ' workflow', 'workflows', ' ', 'x'.repeat(64), '😀'.repeat(64)];

const notText = 'must be an object, not a string: send the object itself, not its JSON text';
/** What programs send in place of an object, and the message that they get. */
const insteadOfObject: readonly (readonly [unknown, string])[] = [
  ['text', notText],
  ['', notText],
  ['{"action_type":"task","title":"x"}', notText],
  [[], 'must be an object, not a list'],
  [[{ action_type: 'task' }], 'must be an object, not a list'],
  [7, 'must be an object'],
  [false, 'must be an object'],
];

/** A workflow request with its envelope changed. */
function enveloped(change: Json): Step['request'] {
  return { json: { ...execute(task()).json, ...change } };
}

/** A workflow request with its data changed. */
function withData(change: Json): Step['request'] {
  return enveloped({ data: { workflow_type: 'workflow', payload: task(), ...change } });
}

export const envelope: readonly Case[] = [
  one(
    'no decision is refused',
    { json: { trace_id: newTraceId() } },
    fails('invalid_request', at('/decision')),
  ),
  ...wrongDecisions.map((decision) =>
    one(
      `decision ${show(decision)} is refused`,
      { json: { trace_id: newTraceId(), decision } },
      fails('invalid_request', at('/decision')),
    ),
  ),
  ...otherDecisions.map((decision) =>
    one(`decision ${show(decision)} is skipped`, { json: { trace_id: newTraceId(), decision } }, skipped),
  ),
  one(
    'a skipped request may carry unknown fields',
    enveloped({ decision: 'respond', user: 1, data: [] }),
    skipped,
  ),

  one(
    'an unknown field beside data is named',
    enveloped({ user: 'u' }),
    fails('invalid_request', at('/user')),
  ),
  one(
    'an unknown field in data is named',
    withData({ text: 't' }),
    fails('invalid_request', at('/data/text')),
  ),
  one(
    'unknown fields in both are named together',
    enveloped({ 'a/b~c': 1, data: { workflow_type: 'workflow', payload: task(), more: 1 } }),
    fails('invalid_request', at('/a~1b~0c', '/data/more')),
  ),
  ...insteadOfObject.map(([data, message]) =>
    one(
      `data ${show(data)} is refused`,
      enveloped({ data }),
      fails('invalid_request', { details: [{ path: '/data', message }] }),
    ),
  ),
  ...[undefined, null, 'Workflow', 'task', 7].map((workflow_type) =>
    one(
      `workflow_type ${workflow_type === undefined ? 'absent' : show(workflow_type)} is refused`,
      withData({ workflow_type }),
      fails('invalid_request', at('/data/workflow_type')),
    ),
  ),
  ...insteadOfObject.map(([payload, message]) =>
    one(
      `payload ${show(payload)} is refused`,
      withData({ payload }),
      fails('invalid_request', { details: [{ path: '/data/payload', message }] }),
    ),
  ),
  one('data of null is a missing payload', enveloped({ data: null }), fails('missing_workflow_payload')),
  one('no payload is a missing payload', withData({ payload: undefined }), fails('missing_workflow_payload')),
  one(
    'a payload of null is a missing payload',
    withData({ payload: null }),
    fails('missing_workflow_payload'),
  ),
];
