// What info answers: the text of a topic as it is, or an execution as it is recorded.
import { expect, test } from '@jest/globals';
import type { Lookup } from '../../../lib/actions/lookup.ts';
import { failure } from '../../../lib/domain/failure.ts';
import { answerQuery } from '../../../lib/executor/answer-query.ts';
import { doneExecution, invocationAt, pendingExecution } from '../../support/executions.ts';
import { scriptedExecutions } from './scripted-executions.ts';
import { scriptedPorts } from './scripted-ports.ts';

const createdAt = '2031-04-01T09:30:00.000Z';

/** Asks, and gives the outcome with the JSON text of `data` alone as its result. */
function ask(lookup: Lookup, ...stores: Parameters<typeof scriptedPorts>) {
  const { ports, ...seen } = scriptedPorts(...stores);
  const outcome = answerQuery(lookup, (dataJson) => dataJson, ports, invocationAt(Date.parse(createdAt)));
  return { outcome, ...seen };
}

const notFound = { status: 'failed', failure: failure('info_not_found'), replayed: false };

test('the JSON text of a topic is returned unchanged', async () => {
  const { outcome, topicsRead, calls } = ask({ kind: 'topic', topic: 'gate code' }, undefined, '{ "a": 1 }');
  expect(await outcome).toEqual({ status: 'success', resultJson: '{ "a": 1 }', replayed: false });
  expect([topicsRead, calls]).toEqual([['gate code'], []]);
});

test.each<[string, Lookup, string[], unknown[]]>([
  ['an unknown topic', { kind: 'topic', topic: 'gate code' }, ['gate code'], []],
  ['a form that no execution has', { kind: 'unresolvable' }, [], []],
  ['an unknown trace id', { kind: 'execution', traceId: 'task-7' }, [], [['find', 'task-7']]],
])('%s is not found', async (_what, lookup, topics, reads) => {
  const { outcome, topicsRead, calls } = ask(lookup);
  expect(await outcome).toEqual(notFound);
  expect([topicsRead, calls]).toEqual([topics, reads]);
});

const existing = doneExecution({ traceId: 'task-7', resultJson: '{"success":true}', createdAt });

test.each<Lookup>([
  { kind: 'execution', traceId: 'task-7' },
  { kind: 'execution', traceId: 'task-7', actionType: 'task' },
])('%j finds the execution, with its result unchanged', async (lookup) => {
  const { outcome, calls } = ask(lookup, scriptedExecutions({ find: existing }));
  const resultJson = `{"trace_id":"task-7","action_type":"task","state":"done","created_at":"${createdAt}","execution_result":{"success":true}}`;
  expect(await outcome).toEqual({ status: 'success', resultJson, replayed: false });
  expect(calls).toEqual([['find', 'task-7']]);
});

test('an execution of another action than the query names is not found', async () => {
  const found = scriptedExecutions({ find: { ...existing, actionType: 'meeting' } });
  const { outcome } = ask({ kind: 'execution', traceId: 'task-7', actionType: 'task' }, found);
  expect(await outcome).toEqual(notFound);
});

test('a pending execution has no result', async () => {
  const pending = pendingExecution({ traceId: 'reminder-7', createdAt });
  const { outcome } = ask(
    { kind: 'execution', traceId: 'reminder-7', actionType: 'reminder' },
    scriptedExecutions({ find: pending }),
  );
  const { resultJson } = (await outcome) as { resultJson: string };
  expect(JSON.parse(resultJson)).toMatchObject({ state: 'pending', execution_result: null });
});

const undelivered = { ...existing, traceId: 'reminder-7', actionType: 'reminder', effectAtSeconds: 7 };

test.each([
  ['a task', existing, ''],
  ['a reminder before its delivery', undelivered, ',"delivered_at":null'],
  [
    'a pending reminder',
    { ...undelivered, state: 'pending', resultJson: undefined } as const,
    ',"delivered_at":null',
  ],
  [
    'a delivered reminder',
    { ...undelivered, deliveredAt: '2031-04-01T09:30:00Z' },
    ',"delivered_at":"2031-04-01T09:30:00Z"',
  ],
  ['a failed reminder', { ...undelivered, state: 'failed' } as const, ''],
  [
    'a reminder of a version that did not record when it is due',
    { ...undelivered, effectAtSeconds: undefined },
    '',
  ],
])('the answer about %s ends with its result and "%s"', async (_what, found, deliveredAt) => {
  const { outcome } = ask({ kind: 'execution', traceId: found.traceId }, scriptedExecutions({ find: found }));
  const { resultJson } = (await outcome) as { resultJson: string };
  expect(resultJson.endsWith(`"execution_result":${found.resultJson ?? 'null'}${deliveredAt}}`)).toBe(true);
});
