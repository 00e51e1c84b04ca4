// The stream of each line (warnings and errors on stderr, the rest on stdout), its level and its fields, exactly.
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { failure } from '../../../lib/domain/failure.ts';
import { readConfig } from '../../../lib/config/config.ts';
import { createLog } from '../../../lib/log/log.ts';
import { testVariables } from '../../support/service.ts';

const variables = testVariables({ executionsTable: 'executions', topicsTable: 'topics' });
const config = readConfig(variables);
const log = createLog({ ...config, service: 'executor', stage: 'test', version: '1.2.3', logLevel: 'INFO' });
const logContext = { trace_id: 'task-7', request_id: 'request' };
const run = { actionType: 'task', durationMs: 12.3456, storeCalls: 1 } as const;
const fixed = { timestamp: expect.any(String), service: 'executor', stage: 'test', version: '1.2.3' };

let lines: [string, unknown][] = [];

beforeEach(() => {
  lines = [];
  for (const name of ['stdout', 'stderr'] as const) {
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      expect(String(text)).toMatch(/^[^\n]+\n$/);
      lines.push([name, JSON.parse(String(text))]);
      return true;
    });
  }
});
afterEach(() => {
  jest.restoreAllMocks();
});

test('REQUEST_RECEIVED is written to stdout', () => {
  log.received(logContext, { decision: 'workflow', action_type: 'task', bytes: 142 });
  expect(lines).toEqual([
    [
      'stdout',
      {
        level: 'INFO',
        message: 'REQUEST_RECEIVED',
        ...fixed,
        ...logContext,
        decision: 'workflow',
        action_type: 'task',
        bytes: 142,
      },
    ],
  ]);
});

test('EXECUTION_SKIPPED is written to stdout, with a duration in hundredths of a millisecond', () => {
  log.completed(logContext, { status: 'skipped', decision: 'respond' }, run);
  expect(lines).toEqual([
    [
      'stdout',
      {
        level: 'INFO',
        message: 'EXECUTION_SKIPPED',
        ...fixed,
        ...logContext,
        decision: 'respond',
        duration_ms: 12.35,
      },
    ],
  ]);
});

test('EXECUTION_PLANNED is written to stdout, with the action and no id', () => {
  log.completed(logContext, { status: 'planned', resultJson: '{}' }, run);
  expect(lines).toEqual([
    [
      'stdout',
      {
        level: 'INFO',
        message: 'EXECUTION_PLANNED',
        ...fixed,
        ...logContext,
        action_type: 'task',
        duration_ms: 12.35,
      },
    ],
  ]);
});

test.each([
  ['stderr', 'WARN', 'invalid_json', 400],
  ['stderr', 'WARN', 'execution_in_progress', 409],
  ['stderr', 'ERROR', 'internal_execution_error', 500],
  ['stderr', 'ERROR', 'store_unavailable', 503],
] as const)(
  'EXECUTION_FAILED is written to %s, as %s, for the code %s',
  (stream, level, code, http_status) => {
    log.completed(logContext, { status: 'failed', failure: failure(code), replayed: false }, run);
    expect(lines).toMatchObject([
      [stream, { level, message: 'EXECUTION_FAILED', error_code: code, http_status, duration_ms: 12.35 }],
    ]);
  },
);

test('a replayed failure is written to stdout, as EXECUTION_REPLAYED', () => {
  log.completed(
    logContext,
    { status: 'failed', failure: failure('adapter_rejected'), resultJson: '{}', replayed: true },
    run,
  );
  expect(lines).toMatchObject([
    ['stdout', { level: 'INFO', message: 'EXECUTION_REPLAYED', error_code: 'adapter_rejected' }],
  ]);
});

test('EXECUTION_CRASH is written to stderr, with name, message and stack', () => {
  const error = { name: 'TypeError', message: 'a bug', stack: 'TypeError: a bug' };
  log.crashed(logContext, error);
  expect(lines).toEqual([
    ['stderr', { level: 'ERROR', message: 'EXECUTION_CRASH', ...fixed, ...logContext, error }],
  ]);
});
