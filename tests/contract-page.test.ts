// Compares schemas/README.md with the code: examples, error codes, variables and log lines.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { adapterModules } from '../lib/adapters/registry.ts';
import { readConfig } from '../lib/config/config.ts';
import { failure } from '../lib/domain/failure.ts';
import type { Outcome } from '../lib/domain/outcome.ts';
import { actionTable, adapterTable, failures } from '../lib/generated/tables.ts';
import { createLog, type Log } from '../lib/log/log.ts';
import { testVariables } from './support/service.ts';
import { startBeforeAll } from './support/start-before-all.ts';

const root = join(import.meta.dirname, '..');
const page = readFileSync(join(root, 'schemas/README.md'), 'utf8');

/** The text under a heading of the second depth. */
function part(heading: string): string {
  const [, text] = page.split(`\n## ${heading}\n`);
  if (text === undefined) throw new Error(`the page has no heading ${heading}`);
  return text.split('\n## ')[0] ?? '';
}

/** The cells of each row of a table whose first cell is code. */
function rows(text: string): string[][] {
  return text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

function codes(text: string, form = /^[\w.]+$/): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code).filter((code) => form.test(code));
}

/** The JSON values of a part's first example. */
function examples(heading: string): unknown[] {
  const [, block = ''] = /```json\n([^]*?)```/.exec(part(heading)) ?? [];
  return block.split('\n\n').map((text) => JSON.parse(text) as unknown);
}

describe('the examples of the page', () => {
  const app = startBeforeAll();

  test('are what the service answers', async () => {
    const [request] = examples('Request');
    const { data } = request as { data: { payload: object } };
    const [success, skipped, failed, withDetails, planned] = examples('Response');
    const bodyOf = async (json: unknown) => JSON.parse((await app.service.send({ json })).body) as unknown;
    expect(await bodyOf(request)).toEqual(success);
    expect(await bodyOf({ trace_id: 'chat-7', decision: 'respond' })).toEqual(skipped);
    const untitled = { ...data, payload: { action_type: 'task' } };
    expect(await bodyOf({ trace_id: 'task-002', decision: 'workflow', data: untitled })).toEqual(failed);
    const unknownField = { ...data, payload: { ...data.payload, titel: 'Submit payroll report' } };
    expect(await bodyOf({ trace_id: 'task-003', decision: 'workflow', data: unknownField })).toEqual(
      withDetails,
    );
    const dryRun = { trace_id: 'task-004', decision: 'workflow', dry_run: true, data };
    expect(await bodyOf(dryRun)).toEqual(planned);
  });
});

test('every error code is named beside its status and whether a retry may help', () => {
  const named = rows(part('Failures')).map(([code = '', status, retryable]) => [
    ...codes(code),
    Number(status),
    retryable,
  ]);
  const meant = Object.entries(failures).map(([code, { status, retryable }]) => [
    code,
    status,
    retryable ? 'yes' : 'no',
  ]);
  expect(named).toEqual(meant);
});

test('the order of checks names every error code', () => {
  const ofActions: readonly string[] = Object.values(actionTable).map(({ missing }) => missing.code);
  const named = new Set(codes(part('Order of checks'), /_/));
  expect(Object.keys(failures).filter((code) => !named.has(code) && !ofActions.includes(code))).toEqual([]);
});

test('every variable of the configuration is named, and no other', () => {
  const { properties } = JSON.parse(readFileSync(join(root, 'schemas/config.schema.json'), 'utf8')) as {
    properties: object;
  };
  const named = rows(part('Configuration')).flatMap(([name = '']) => codes(name));
  const choices = Object.values(adapterTable).map(({ variable }) => variable);
  const ofModules = adapterModules.flatMap(({ variables }) => Object.keys(variables.properties));
  expect(named).toEqual([...Object.keys(properties), ...choices, ...ofModules]);
  const cited = ['Adapters', 'Webhooks'].map(part).join('\n');
  // Those of the AWS SDK are its own; those of iCalendar have no underscore.
  const unknown = codes(cited, /^(?!AWS_)[A-Z]+_[A-Z_]+$/).filter((name) => !named.includes(name));
  expect(unknown).toEqual([]);
});

test('the example of external is that of the meeting in the OpenAPI document', () => {
  const { $defs } = JSON.parse(readFileSync(join(root, 'schemas/actions/meeting.schema.json'), 'utf8')) as {
    $defs: { result: { examples: { external?: object }[] } };
  };
  const [, json = ''] = /```json\n(\{ "external"[^]*?)```/.exec(page) ?? [];
  expect(JSON.parse(json)).toEqual({ external: $defs.result.examples[1]?.external });
});

describe('the table of log lines', () => {
  const config = readConfig(testVariables({ executionsTable: 'executions', topicsTable: 'topics' }));
  const log = createLog({ ...config, logLevel: 'DEBUG' });
  const context = { trace_id: 'task-7', request_id: 'request' };
  const stats = { actionType: 'task', durationMs: 1, storeCalls: 1 };
  const reminder = { reminder_id: 'reminder_7', due_at: '2031-01-01T00:00:00Z', late_ms: 0, delivery: 'sns' };
  const success: Outcome = {
    status: 'success',
    resultJson: '{}',
    created: { idField: 'task_id', id: 'task_7' },
    replayed: false,
    adapter: 'webhook',
  };
  const failed = (code: keyof typeof failures, replayed = false): Outcome => ({
    status: 'failed',
    failure: failure(code, replayed ? {} : { cause: 'Cause' }),
    replayed,
    adapter: 'webhook',
  });
  const complete = (outcome: Outcome) => (to: Log) => to.completed(context, outcome, stats);

  /** A write of each row of the table, in its order. */
  const writes: readonly (readonly ((to: Log) => void)[])[] = [
    [(to) => to.received(context, { decision: 'workflow', action_type: 'task', bytes: 1 })],
    [complete({ status: 'skipped', decision: 'respond' })],
    [complete({ status: 'planned', resultJson: '{}' })],
    [complete(success)],
    [complete({ ...success, replayed: true })],
    [complete(failed('adapter_rejected', true))],
    [complete(failed('invalid_json')), complete(failed('store_unavailable'))],
    [(to) => to.crashed(context, { name: 'Error', message: 'm' })],
    [(to) => to.delivered(context, reminder)],
    [(to) => to.notDelivered(context, reminder, 'Cause')],
  ];
  const head = codes(part('Log lines').split('\n|')[0] ?? '', /^(?!null)[a-z_]+$/);
  const table = rows(part('Log lines').split('| field | meaning |')[0] ?? '');

  test('has a row for every line', () => {
    expect(table).toHaveLength(writes.length);
  });

  test.each(table.map((row, place) => [row[0] ?? '', place] as const))(
    'row of %s (%i) has its level and its fields in their order',
    (_message, place) => {
      const [message = '', levels = '', , fields = ''] = table[place] ?? [];
      const lines: object[] = [];
      for (const name of ['stdout', 'stderr'] as const)
        jest.spyOn(process[name], 'write').mockImplementation((text) => {
          lines.push(JSON.parse(String(text)) as object);
          return true;
        });
      for (const write of writes[place] ?? []) write(log);
      jest.restoreAllMocks();
      const written = lines.map((line) => ({ line, names: Object.keys(line) }));
      expect(written.map(({ line }) => (line as { level: string }).level)).toEqual(
        levels.match(/[A-Z]{4,}/g),
      );
      const expected = [...head, ...codes(fields.replace('the id', '`task_id`'))];
      for (const { line, names } of written) {
        expect(line).toMatchObject({ message: codes(message)[0] });
        expect(names).toEqual(expected);
      }
    },
  );

  test('every field of a line has its meaning in the second table, or begins every line', () => {
    const described = new Set(
      rows(part('Log lines').split('| field | meaning |')[1] ?? '').flatMap(([names = '']) => codes(names)),
    );
    const used = new Set(table.flatMap(([, , , fields = '']) => codes(fields)));
    expect([...used].filter((name) => !described.has(name))).toEqual([]);
  });
});
