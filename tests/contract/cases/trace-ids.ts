// trace_id: missing, invalid and valid ones.
import type { Case } from '../case.ts';
import { execute, executed, fails, one, several, show, task, type Json, type Response } from './build.ts';

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
function withoutTraceId(response: Response): Response {
  return { ...response, match: { ...(response.match as Json), trace_id: null } };
}

export const traceIds: readonly Case[] = [
  ...Object.entries(missing).map(([what, trace]) =>
    one(
      `with ${what}, trace_id is missing`,
      { json: { ...(trace as Json), decision: 'workflow' } },
      withoutTraceId(fails('missing_trace_id', { message: 'trace_id is required' })),
    ),
  ),
  ...wrongTraceIds.map((trace_id) =>
    one(
      `trace_id ${show(trace_id)} is invalid`,
      { json: { trace_id, decision: 'respond' } },
      withoutTraceId(fails('invalid_trace_id')),
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
    'trace ids that differ in case are different',
    [execute(task(), 'a{{run}}-case'), executed],
    [execute(task(), 'A{{run}}-case'), executed],
  ),
];
