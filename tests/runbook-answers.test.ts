// Compares RUNBOOK.md with what the service answers and logs: which cause ends in which code, and what its queries find.
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import * as schedulerClient from '@aws-sdk/client-scheduler';
import { actionTable, failures } from '../lib/generated/tables.ts';
import { accessLogFormat } from '../scripts/deploy/settings.ts';
import { fieldsOf, readPattern } from './support/cloudwatch.ts';
import type { JsonValue } from './support/template.ts';
import { resourcesOf } from './support/deployment.ts';
import { listenLocally } from './support/listen.ts';
import type { LoggedLine } from './support/log-lines.ts';
import { loggedLines } from './support/log-watch.ts';
import {
  dryRunOf,
  reminderRequest,
  skippedRequest,
  taskRequest,
  traceIdOf,
  type SentRequest,
} from './support/requests.ts';
import { entry, figures, item, oneLine, opening, queries, runbook, spans } from './support/runbook.ts';
import { startService, type TestService } from './support/service.ts';
import { startDynalite, type TestStore } from './support/store.ts';

let store: TestStore;
let aws: Server;
let awsEndpoint: string;
let service: TestService;
let withoutStore: TestService;
let misconfigured: TestService;
/** Carries tasks out by webhook: the scripted AWS is the receiver too, and refuses with the same status. */
let byWebhook: TestService;
/** What the scripted AWS answers: the name of an error, or a schedule that was made. */
let refusal: string | undefined;
/** A call that the client repeats on a slow machine counts once. */
const scheduled = new Set<string>();
/** Answers that the scripted AWS holds back, when it is to. */
let held: (() => void)[] | undefined;

beforeAll(async () => {
  store = await startDynalite();
  aws = createServer((request, response) => {
    if (request.url?.startsWith('/schedules/') === true) scheduled.add(request.url);
    const respond = (): void => {
      const status = refusal === undefined ? 200 : refusal.startsWith('Internal') ? 500 : 400;
      const name = refusal === undefined ? {} : { 'x-amzn-errortype': refusal };
      response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-requestid': 'r', ...name });
      response.end(JSON.stringify(refusal === undefined ? { ScheduleArn: 'arn' } : { __type: refusal }));
    };
    request.resume().once('end', () => (held === undefined ? respond() : held.push(respond)));
  });
  aws.keepAliveTimeout = 0;
  awsEndpoint = await listenLocally(aws);
  service = await startService({ store, schedulerEndpoint: awsEndpoint });
  withoutStore = await startService({ store: { ...store, endpoint: awsEndpoint } });
  misconfigured = await startService({ store, variables: { LOG_LEVEL: 'loud' } });
  const webhook = {
    WEBHOOK_URL: awsEndpoint,
    WEBHOOK_SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
  };
  byWebhook = await startService({ store, variables: { TASK_ADAPTER: 'webhook', ...webhook } });
});
afterAll(async () => {
  aws.closeAllConnections();
  await new Promise((resolve) => aws.close(resolve));
  await store.stop();
});

/** The body of the answer, and the last line of the log. */
async function send(request: SentRequest, to = service) {
  const answer = await to.send(request);
  const lines = to.linesOf(answer);
  const result = (JSON.parse(answer.body) as { execution_result?: LoggedLine }).execution_result;
  return { answer, result, lines, line: lines.at(-1) ?? {} };
}

/** Has `to` make a reminder that is due at once, and resolves with what its schedule would say. */
async function makeDueReminder(to: TestService): Promise<{ traceId: string; effectKey: string }> {
  const request = reminderRequest({ payload: { time: new Date().toISOString() } });
  await send(request, to);
  const traceId = traceIdOf(request);
  return { traceId, effectKey: (await store.itemOf(traceId))?.['effect_key']?.S ?? '' };
}

const errorName = /^[A-Z]\w+(?:Exception|Error)$/;

describe('causes of a scheduler that cannot be used', () => {
  const [, ofScheduler = ''] = item('Adapter unavailable', 'Causes').split('- `eventbridge`:');
  const causes = spans(errorName, ofScheduler);
  const { status, retryable } = failures.adapter_unavailable;

  test.each(causes)('%s ends in adapter_unavailable', async (cause) => {
    refusal = cause;
    const { answer, result, line } = await send(reminderRequest());
    expect(answer.status).toBe(status);
    expect(result).toMatchObject({ error_code: 'adapter_unavailable', retryable });
    expect(line).toMatchObject({
      message: 'EXECUTION_FAILED',
      error_code: 'adapter_unavailable',
      adapter: 'eventbridge',
      cause,
    });
  });

  test('all errors of CreateSchedule are listed, but the one that is a success', () => {
    const modelled = Object.keys(schedulerClient).filter(
      (name) => name.endsWith('Exception') && name !== 'SchedulerServiceException',
    );
    // AWS answers it for every service, so that no client models it.
    const all = [...modelled, 'AccessDeniedException'].filter((name) => name !== 'ConflictException');
    expect(causes.toSorted()).toEqual(all.toSorted());
  });

  test.each(causes)('after %s, the advice makes the reminder', async (cause) => {
    expect(item('Adapter unavailable', 'Tell callers')).toContain('under the same `trace_id`');
    const request = reminderRequest();
    refusal = cause;
    await send(request);
    refusal = undefined;
    const again = await send(request);
    expect(again.answer.status).toBe(200);
    expect(again.answer.headers['idempotent-replayed']).toBeUndefined();
  });
});

test.each(spans(errorName, item('Store unavailable', 'Causes')))(
  'a store that answers %s is unavailable, for that cause',
  async (cause) => {
    refusal = cause;
    const { answer, line } = await send(taskRequest(), withoutStore);
    expect(answer.status).toBe(failures.store_unavailable.status);
    expect(answer.headers['retry-after']).toMatch(/^\d+$/);
    expect(line).toMatchObject({ error_code: 'store_unavailable', cause });
  },
);

test('a wrong variable is a crash, as its entry says', async () => {
  const { answer, result, lines } = await send(taskRequest(), misconfigured);
  const [, code, status] = /`(\w+)` \((\d+),/.exec(opening('Crash').meaning) ?? [];
  expect(result).toMatchObject({ error_code: code });
  expect(answer.status).toBe(Number(status));
  const { name, message } = (lines[0] ?? {})['error'] as { name: string; message: string };
  expect(item('Crash', 'Causes')).toContain(`\`error.name\` is \`${name}\``);
  expect(message).toMatch(/^LOG_LEVEL /);
});

test('a reminder makes as many calls as the page says', async () => {
  refusal = undefined;
  scheduled.clear();
  const { line } = await send(reminderRequest());
  const [, callCount = ''] = /reminders, which make (\w+) calls/.exec(item('Latency', 'Causes')) ?? [];
  expect(figures(callCount)).toEqual([Number(line['store_calls']) + scheduled.size]);
});

test('a repeated request has the header of the page, and a changed one the code of the page', async () => {
  const task = taskRequest();
  await send(task);
  const [, header = '', value] = /`([a-z-]+): (true)`/.exec(entry('Safe and unsafe')) ?? [];
  expect((await send(task)).answer.headers[header]).toBe(value);
  const changed = taskRequest({ traceId: traceIdOf(task), payload: { title: 'Prune the roses' } });
  const [, code] = /a changed request under an old `trace_id`: it is refused as `(\w+)`/.exec(runbook) ?? [];
  expect((await send(changed)).result).toMatchObject({ error_code: code });
});

test('a request that another call is executing gets the answer of the page', async () => {
  held = [];
  refusal = undefined;
  scheduled.clear();
  const request = reminderRequest();
  const first = send(request);
  while (held.length === 0) await sleep(10);
  const second = await send(request);
  for (const respond of held) respond();
  held = undefined;
  const text = oneLine(entry('execution_in_progress'));
  const [, code, status] = /^`(\w+)` \((\d+), retryable\)/.exec(text) ?? [];
  expect(second.result).toMatchObject({ error_code: code, retryable: true });
  expect(second.answer.status).toBe(Number(status));
  const [, seconds] = /`retry-after` is (\d+) s at first/.exec(text) ?? [];
  expect(second.answer.headers['retry-after']).toBe(seconds);
  // As it tells callers: the same request again, and it has executed once.
  expect((await first).answer.status).toBe(200);
  expect((await send(request)).answer.headers['idempotent-replayed']).toBe('true');
  expect(scheduled.size).toBe(1);
});

test('the retention of a reminder is counted from its delivery', async () => {
  expect(oneLine(entry('Safe and unsafe'))).toContain('for a reminder, counted from its delivery');
  const limited = await startService({
    store,
    schedulerEndpoint: awsEndpoint,
    variables: { RETENTION_DAYS: '2' },
  });
  refusal = undefined;
  const { traceId, effectKey } = await makeDueReminder(limited);
  expect(await store.itemOf(traceId)).not.toHaveProperty('expires_at');
  expect(await limited.fire({ traceId, effectKey })).toMatchObject({ delivered: true });
  const item = await store.itemOf(traceId);
  const deliveredAt = Date.parse(item?.['delivered_at']?.S ?? '') / 1000;
  expect(Number(item?.['expires_at']?.N)).toBe(deliveredAt + 2 * 86_400);
});

test('a body of the size of the page is read, and one byte more is not', async () => {
  const kib = Number(/the service refuses over (\d+) KiB/.exec(item('Limits', 'HTTP API'))?.[1]);
  expect(item('Limits', 'DynamoDB')).toContain(`which the ${kib} KiB of the request bound`);
  const { result } = await send({ body: ' '.repeat(kib * 1024) });
  expect(result).toMatchObject({ error_code: 'invalid_json' });
  const { result: larger } = await send({ body: ' '.repeat(kib * 1024 + 1) });
  expect(larger).toMatchObject({ error_code: 'payload_too_large' });
});

describe('the codes of a line without trace_id', () => {
  const text = /the function could not read a `trace_id`([\s\S]*?)\n\n/.exec(entry('One trace'))?.[1] ?? '';
  const requests: Readonly<Record<string, SentRequest>> = {
    unsupported_media_type: { body: '{}', headers: { 'content-type': 'text/plain' } },
    payload_too_large: { body: ' '.repeat(65_537) },
    invalid_json: { body: '{' },
    invalid_request: { body: '[]' },
    missing_trace_id: { json: { decision: 'workflow' } },
    invalid_trace_id: { json: { trace_id: '?', decision: 'workflow' } },
  };
  const codes = spans(/^[a-z_]+$/, text).filter((name) => Object.hasOwn(failures, name));

  test('are these', () => {
    expect(codes.toSorted()).toEqual(Object.keys(requests).toSorted());
  });

  test.each(codes)('%s', async (code) => {
    const { lines } = await send(requests[code] ?? {});
    expect(lines.at(-1)).toMatchObject({ message: 'EXECUTION_FAILED', error_code: code, trace_id: null });
  });
});

describe('of the lines of every kind that are logged', () => {
  let lines: readonly LoggedLine[];
  /** Of the record of a reminder. */
  let attributes: readonly string[];
  const messageForm = /^(?:REQUEST|EXECUTION|REMINDER)_(?!ROLE)[A-Z]+$/;

  beforeAll(async () => {
    refusal = undefined;
    const task = taskRequest();
    for (const request of [task, task, dryRunOf(task), skippedRequest(), { body: '{' }]) await send(request);
    await send(taskRequest(), misconfigured);
    refusal = 'ValidationException';
    await send(reminderRequest());
    await send(taskRequest(), byWebhook);
    await send(taskRequest(), withoutStore);
    refusal = undefined;
    const due = await makeDueReminder(service);
    attributes = Object.keys((await store.itemOf(due.traceId)) ?? {});
    await service.fire(due);
    await service.fire({ ...due, effectKey: 'of another' });
    lines = loggedLines().map((line) => JSON.parse(line) as LoggedLine);
  });

  test('each message is on the page, and no other', () => {
    const logged = new Set(lines.map(({ message }) => String(message)));
    expect(spans(messageForm, entry('One trace')).toSorted()).toEqual([...logged].toSorted());
    expect(spans(messageForm).filter((name) => !logged.has(name))).toEqual([]);
  });

  const names = spans(/^[a-z]+(?:[._][a-z]+)+$/).filter((name) => !Object.hasOwn(failures, name));

  test.each(names.filter((name) => !/\.(?:yml|json)$/.test(name)))(
    'the field %s of the runbook is logged or stored',
    (name) => {
      const access = Object.keys(JSON.parse(accessLogFormat) as object);
      expect([...fieldsLogged(lines), ...access, ...attributes]).toContain(name);
    },
  );

  const ofFunction = queries().filter((query) => !/platform\.report|ispresent\(status\)/.test(query));

  test('the page has several queries of this log', () => {
    expect(ofFunction.length).toBeGreaterThanOrEqual(7);
  });

  test.each(ofFunction)('the query finds its fields and words: %s', (query) => {
    expect(fieldsOf(query.replace('bin(1m)', '')).filter((name) => !fieldsLogged(lines).has(name))).toEqual(
      [],
    );
    const words = [...query.matchAll(/"([^"]+)"/g)].map(([, word]) => word);
    const values = new Set(lines.flatMap((line) => Object.values(line)));
    expect(words.filter((word) => !values.has(word))).toEqual([]);
  });

  const filters = resourcesOf('AWS::Logs::MetricFilter').map(
    ([id, { FilterPattern }]) => [id, readPattern(String(FilterPattern))] as const,
  );

  test('scripts/deploy/metrics.ts: every metric filter matches a line that is logged', () => {
    const withoutLines = filters.filter(([, matches]) => !lines.some((line) => matches(line as JsonValue)));
    expect(withoutLines.map(([id]) => id)).toEqual([]);
  });

  test('scripts/deploy/metrics.ts: ExecutionsMetric counts every action', () => {
    const [, matches] = filters.find(([id]) => id === 'ExecutionsMetric') ?? [];
    const success = (action_type: string) => ({ message: 'EXECUTION_SUCCESS', action_type });
    const types = Object.keys(actionTable);
    expect(types.filter((type) => matches?.(success(type)) === true)).toEqual(types);
  });

  test('the metrics that LOG_LEVEL above INFO takes away are those of the page; no alarm is among them', () => {
    const lost = filters
      .filter(([, matches]) => lines.some((line) => line['level'] === 'INFO' && matches(line as JsonValue)))
      .map(([id]) => id.replace('Metric', ''));
    const [, section = ''] = /above `INFO`([\s\S]*?)are read from INFO lines/.exec(runbook) ?? [];
    expect(spans(/^[A-Z][A-Za-z]+$/, section).toSorted()).toEqual(lost.toSorted());
    const alarmed = resourcesOf('AWS::CloudWatch::Alarm')
      .filter(([, { Namespace }]) => Namespace === '${self:custom.metricNamespace}')
      .map(([, { MetricName }]) => MetricName);
    expect(lost.filter((name) => alarmed.includes(name))).toEqual([]);
  });
});

/** Names of fields, those inside others with dots. */
function fieldsLogged(lines: readonly LoggedLine[]): Set<string> {
  const inner = (line: LoggedLine) => Object.keys(line['error'] ?? {}).map((name) => `error.${name}`);
  return new Set(lines.flatMap((line) => [...Object.keys(line), ...inner(line)]));
}
