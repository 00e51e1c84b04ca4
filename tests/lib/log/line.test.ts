// Only LOG_LEVEL decides which lines are written, and no other line is (schemas/README.md, Log lines),
// whatever the environment asks of Powertools.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { failure } from '../../../lib/domain/failure.ts';
import { readConfig, type Config } from '../../../lib/config/config.ts';
import { createLog } from '../../../lib/log/log.ts';
import { testVariables } from '../../support/service.ts';

type Level = Config['logLevel'];

const levels: readonly Level[] = ['DEBUG', 'INFO', 'WARN', 'ERROR'];
const tables = { executionsTable: 'executions', topicsTable: 'topics' };
const config = readConfig(testVariables(tables));
const logContext = { trace_id: 'task-7', request_id: 'request' };
const stats = { actionType: 'task', durationMs: 1, storeCalls: 1 } as const;

/** Every variable that Powertools reads: first a value that changes much, last one that is invalid, if there is one. */
const variables: readonly (readonly [variable: string, values: readonly string[]])[] = [
  [
    'AWS_LAMBDA_LOG_LEVEL',
    ['WARN', 'TRACE', 'DEBUG', 'INFO', 'ERROR', 'CRITICAL', 'FATAL', 'SILENT', 'loud'],
  ],
  ['POWERTOOLS_LOG_LEVEL', ['DEBUG', 'ERROR', 'SILENT', 'loud']],
  ['LOG_LEVEL', ['DEBUG', 'ERROR', 'SILENT', 'loud']],
  ['POWERTOOLS_LOGGER_SAMPLE_RATE', ['1', '0', '2', '-1', '', 'x']],
  ['POWERTOOLS_LOGGER_LOG_EVENT', ['true', 'false', '', 'x']],
  ['POWERTOOLS_DEV', ['true', '1', 'x']],
  ['POWERTOOLS_SERVICE_NAME', ['payroll', '']],
  ['ENVIRONMENT', ['prod']],
  ['TZ', ['Asia/Kolkata', ':/etc/localtime', 'x']],
  ['AWS_REGION', ['eu-central-1', 'x']],
  ['AWS_EXECUTION_ENV', ['AWS_Lambda_nodejs24.x']],
  ['AWS_LAMBDA_INITIALIZATION_TYPE', ['on-demand', 'provisioned-concurrency', 'x']],
  ['AWS_LAMBDA_MAX_CONCURRENCY', ['2', 'x']],
  ['_X_AMZN_TRACE_ID', ['Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1', 'x']],
];

let written: string[] = [];

beforeEach(() => {
  jest.useFakeTimers({ now: Date.UTC(2031, 3, 1) });
  for (const stream of [process.stdout, process.stderr]) {
    jest.spyOn(stream, 'write').mockImplementation((text) => written.push(String(text)) > 0);
  }
  for (const method of ['debug', 'info', 'log', 'warn', 'error', 'trace'] as const) {
    jest.spyOn(console, method).mockImplementation((text) => written.push(String(text)));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  jest.useRealTimers();
});

/** The lines that a new logger writes, one of each kind. */
function writeEach(logLevel: Level, environment: NodeJS.ProcessEnv): string[] {
  written = [];
  const before = jest.replaceProperty(process, 'env', environment);
  const log = createLog({ ...config, logLevel });
  log.received(logContext, { decision: 'workflow', action_type: 'task', bytes: 142 });
  log.completed(logContext, { status: 'skipped', decision: 'respond' }, stats);
  log.completed(logContext, { status: 'failed', failure: failure('invalid_json'), replayed: false }, stats);
  log.completed(
    logContext,
    { status: 'failed', failure: failure('store_unavailable'), replayed: false },
    stats,
  );
  log.crashed(logContext, { name: 'TypeError', message: 'a bug', stack: 'TypeError: a bug' });
  before.restore();
  return written;
}

const kinds: readonly [message: string, level: Level][] = [
  ['REQUEST_RECEIVED', 'INFO'],
  ['EXECUTION_SKIPPED', 'INFO'],
  ['EXECUTION_FAILED', 'WARN'],
  ['EXECUTION_FAILED', 'ERROR'],
  ['EXECUTION_CRASH', 'ERROR'],
];

test.each(levels)('LOG_LEVEL %s writes the lines of that level and above', (logLevel) => {
  const lines = writeEach(logLevel, {}).map((text) => JSON.parse(text) as Record<string, unknown>);
  expect(lines.map(({ message, level }) => [message, level])).toEqual(
    kinds.filter(([, level]) => levels.indexOf(level) >= levels.indexOf(logLevel)),
  );
});

test.each([
  ['log', ['REMINDER_DELIVERED']],
  ['sns', []],
  ['webhook', []],
])('at LOG_LEVEL ERROR a delivery by %s writes %j', (delivery, messages) => {
  written = [];
  const line = { reminder_id: 'reminder-a', due_at: '2031-04-01T10:00:00Z', late_ms: 0, delivery };
  createLog({ ...config, logLevel: 'ERROR' }).delivered(logContext, line);
  const lines = written.map((text) => JSON.parse(text) as object);
  expect(lines).toEqual(
    messages.map((message) => expect.objectContaining({ level: 'INFO', message, ...line })),
  );
});

describe.each(variables)('%s', (variable, values) => {
  test.each(values)('set to "%s" changes, adds and hides no line', (value) => {
    for (const logLevel of levels) {
      expect(writeEach(logLevel, { [variable]: value })).toEqual(writeEach(logLevel, {}));
    }
  });
});

test('the logger reads no variable that affects its lines', () => {
  const read = new Set<string>();
  const environment = new Proxy<NodeJS.ProcessEnv>({}, { get: (_none, name) => void read.add(String(name)) });
  expect(writeEach('INFO', environment)).toHaveLength(kinds.length);
  // The base class of Powertools reads whether it is a cold start; no line has it from there.
  expect([...read]).toEqual(['AWS_LAMBDA_INITIALIZATION_TYPE']);
});

describe('in a process of its own the function writes its two lines and nothing else', () => {
  const root = join(import.meta.dirname, '..', '..', '..');
  const skipped = JSON.stringify({ trace_id: 'task-7', decision: 'respond' });
  const source = `
    const { handler } = await import('./functions/execute.ts');
    const headers = { 'content-type': 'application/json' };
    const { statusCode } = await handler({ headers, body: '${skipped}' }, { awsRequestId: 'request' });
    process.exitCode = statusCode === 200 ? 0 : 1;`;

  test.each([
    ['changes much', 0],
    ['is invalid', -1],
  ])('where every variable %s', (_what, place) => {
    const environment = {
      ...Object.fromEntries(variables.map(([variable, values]) => [variable, values.at(place)])),
      ...testVariables(tables),
      AWS_REGION: 'us-east-1',
      LOG_LEVEL: 'INFO',
    };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', source], {
      cwd: root,
      env: environment,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout.trimEnd().split('\n');
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { message: 'REQUEST_RECEIVED', level: 'INFO', request_id: 'request', service: 'workflow-executor' },
      { message: 'EXECUTION_SKIPPED', level: 'INFO', request_id: 'request', service: 'workflow-executor' },
    ]);
  });
});
