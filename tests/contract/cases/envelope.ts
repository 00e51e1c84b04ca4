// trace_id, decision, the gate, and the envelope around a payload.
import type { Case, Step } from '../case.ts';
import { at, execute, executed, fails, newTraceId, one, several, skipped, task, type Json } from './build.ts';

type Response = Step['response'];

const missing: Json = {
  'no trace_id': {},
  'a trace_id of null': { trace_id: null },
  'an empty trace_id': { trace_id: '' },
};
const wrongTraceIds: readonly unknown[] = [
  ' ',
  'a b',
  ' a',
  'a\n',
  '-a',
  '.a',
  '_a',
  '/a',
  'é',
  'a😀',
  'a;b',
  'a,b',
  'a#b',
  'a"b',
  'x'.repeat(129),
  7,
  true,
  [],
  ['a'],
  {},
];
const goodTraceIds = [
  '0',
  'Z',
  'x'.repeat(128),
  'a._:@=+/-b',
  '01ARZ3NDEKTSV4RRFFQ69G5FAV',
  '123e4567-e89b-12d3-a456-426614174000',
  'req_8f3a',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'Root=1-67891233-abcdef012345678912345678',
];
const wrongDecisions: readonly unknown[] = [null, '', 7, true, [], {}, 'x'.repeat(65), '😀'.repeat(65)];
const otherDecisions = ['WORKFLOW', ' workflow', 'workflows', ' ', 'x'.repeat(64), '😀'.repeat(64)];

/** A workflow request with its envelope changed. */
function enveloped(change: Json): Step['request'] {
  return { json: { ...execute(task()).json, ...change } };
}

/** A workflow request with its data changed. */
function withData(change: Json): Step['request'] {
  return enveloped({ data: { workflow_type: 'workflow', payload: task(), ...change } });
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length <= 30 ? text : `${text.slice(0, 12)}… (${text.length} characters)`;
}

function nameless(response: Response): Response {
  return { ...response, match: { ...(response.match as Json), trace_id: null } };
}

export const envelope: readonly Case[] = [
  ...Object.entries(missing).map(([what, trace]) =>
    one(
      `${what} is missing`,
      { json: { ...(trace as Json), decision: 'workflow' } },
      nameless(fails('missing_trace_id', { message: 'trace_id is required' })),
    ),
  ),
  ...wrongTraceIds.map((trace_id) =>
    one(
      `trace_id ${show(trace_id)} is invalid`,
      { json: { trace_id, decision: 'respond' } },
      nameless(fails('invalid_trace_id')),
    ),
  ),
  ...goodTraceIds.map((trace_id) =>
    one(
      `trace_id ${show(trace_id)} is valid`,
      { json: { trace_id, decision: 'respond' } },
      { status: 200, json: { trace_id, status: 'skipped', reason: 'decision_not_workflow' } },
    ),
  ),
  one('a trace_id of every allowed character executes', execute(task(), 'A{{run}}z09._:@=+/-'), {
    ...executed,
    headers: { 'x-trace-id': 'A{{run}}z09._:@=+/-' },
  }),
  one('a trace_id of 128 characters executes', execute(task(), `{{run}}${'x'.repeat(120)}`), executed),
  several(
    'trace ids of different case are different',
    [execute(task(), 'a{{run}}-case'), executed],
    [execute(task(), 'A{{run}}-case'), executed],
  ),

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
  ...[[], 'text', 7, false].map((data) =>
    one(`data ${show(data)} is refused`, enveloped({ data }), fails('invalid_request', at('/data'))),
  ),
  ...[undefined, null, 'Workflow', 'task', 7].map((workflow_type) =>
    one(
      `workflow_type ${workflow_type === undefined ? 'absent' : show(workflow_type)} is refused`,
      withData({ workflow_type }),
      fails('invalid_request', at('/data/workflow_type')),
    ),
  ),
  ...[[], 'text', 7, true].map((payload) =>
    one(
      `payload ${show(payload)} is refused`,
      withData({ payload }),
      fails('invalid_request', at('/data/payload')),
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
