// The check of log lines finds what breaks the contract, and accepts what the contract allows.
import { expect, test } from '@jest/globals';
import { faultsOf } from './log-lines.ts';

const sent = {
  origin: { stage: 'test', version: '0.0.0' },
  payloadValues: new Set(['Water the ferns', 'task', 'INFO', 'ab']),
  repeatable: new Set(['task-7', 'workflow', 'task']),
};
const good = {
  level: 'INFO',
  message: 'EXECUTION_SUCCESS',
  timestamp: '2031-04-01T09:30:00.000Z',
  service: 'workflow-executor',
  stage: 'test',
  version: '0.0.0',
  trace_id: 'task-7',
  request_id: '6821de58-2cda-40e1-a22d-215a8c7405e6',
  action_type: 'task',
  task_id: 'task_7',
  duration_ms: 1.5,
  store_calls: 1,
};

test.each([
  ['a line of the contract', good],
  ['a line without a trace', { ...good, trace_id: null, action_type: null }],
  ['a value that was hidden', { ...good, error: { name: 'Error', message: 'no [hidden] here' } }],
  ['a value so short that it occurs by chance', { ...good, note: 'cab' }],
])('%s passes', (_what, line) => {
  expect(faultsOf([JSON.stringify(line)], sent)).toEqual([]);
});

test.each([
  ['what is not JSON', 'Water', 'not one JSON object'],
  ['what is no object', '[]', 'not one JSON object'],
  ['an empty line', '', 'not one JSON object'],
  ['a message that is none', JSON.stringify({ ...good, message: 'DONE' }), 'is no line of the contract'],
  [
    'a payload value in a field',
    JSON.stringify({ ...good, note: 'Water the ferns!' }),
    '/note holds a payload value',
  ],
  ['a payload value in a stack', withError('Water the ferns'), '/error/stack holds a payload value'],
  ['a payload value in the name of a field', JSON.stringify({ ...good, task: 1 }), '/ holds a payload value'],
  [
    'a payload value in place of a trace',
    JSON.stringify({ ...good, trace_id: 'Water the ferns' }),
    '/trace_id holds a payload value',
  ],
  ['a level that is none', JSON.stringify({ ...good, level: 'INFORM' }), '/level holds a payload value'],
  [
    'an id that is of no trace',
    JSON.stringify({ ...good, task_id: 'task_8' }),
    '/task_id holds a payload value',
  ],
])('%s is found', (_what, line, fault) => {
  expect(faultsOf([line], sent)).toEqual([`${fault}: ${line}`]);
});

test.each(['level', 'timestamp', 'service', 'stage', 'version', 'trace_id', 'request_id'])(
  'a line without %s is found',
  (name) => {
    const line = JSON.stringify({ ...good, [name]: undefined });
    expect(faultsOf([line], sent)).toEqual([`has no ${name}: ${line}`]);
  },
);

function withError(stack: string): string {
  return JSON.stringify({ ...good, error: { name: 'Error', message: 'x', stack } });
}
