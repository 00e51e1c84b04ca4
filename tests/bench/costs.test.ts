// Compares what bench/README.md says an execution costs with its prices, the requests that the bench allows, and what is deployed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { budgets } from '../../bench/budgets.ts';
import { actionTable } from '../../lib/generated/tables.ts';
import { resourcesOf } from '../support/deployment.ts';
import { reminderRequest } from '../support/requests.ts';
import { figures, oneLine } from '../support/runbook.ts';
import { startService } from '../support/service.ts';
import { startDynalite } from '../support/store.ts';

const page = readFileSync(join(import.meta.dirname, '../../bench/README.md'), 'utf8');
const [, section = ''] = page.split('## What an execution costs');

/** The cells of the row of a kind of execution, without the first. */
function cellsOf(kind: string): string[] {
  const [, row] = new RegExp(`^\\| ${kind}[^|]*\\|(.*)\\|$`, 'm').exec(section) ?? [];
  if (row === undefined) throw new Error(`bench/README.md has no cost of a ${kind}`);
  return row.split('|').map((cell) => cell.trim());
}

function priceOf(name: string): number {
  const [, dollars] = new RegExp(`^\\| ${name} \\| ([\\d.]+) \\|`, 'm').exec(page) ?? [];
  if (dollars === undefined) throw new Error(`bench/README.md has no price ${name}`);
  return Number(dollars);
}

const show = (dollars: number): string => (dollars === 0 ? '–' : `$${dollars.toFixed(2)}`);
const kinds = ['task', 'reminder', 'delivery', 'replay', 'skip'] as const;

test('the prices in the text are those of the table', () => {
  const [, text = ''] = /One task is ([\s\S]*?) and its\s+log\./.exec(oneLine(section)) ?? [];
  const prices = [...text.matchAll(/\$([\d.]+)/g)].map(([, dollars]) => Number(dollars));
  expect(prices).toEqual(['HTTP API call', 'Lambda request', 'DynamoDB write unit'].map(priceOf));
});

test('the text counts the writes and the publish of a delivery', () => {
  const [, text = ''] =
    /one Lambda request, (\w+ write units \(.*?\), one publish \(.*?\))/.exec(oneLine(section)) ?? [];
  expect(figures(text)).toEqual([budgets.requests.delivery, 1, priceOf('SNS publish')]);
});

describe.each(kinds)('of a million executions of the kind %s', (kind) => {
  const [api, , store, , topic] = cellsOf(kind);

  test('the store costs the counted requests', () => {
    expect(store).toBe(show(budgets.requests[kind] * priceOf('DynamoDB write unit')));
  });

  test('the API, the scheduler and the topic cost one call each', () => {
    const calls = { reminder: priceOf('Scheduler invocation'), delivery: priceOf('SNS publish') };
    expect(api).toBe(show(kind === 'delivery' ? 0 : priceOf('HTTP API call')));
    expect(topic).toBe(show(kind === 'reminder' || kind === 'delivery' ? calls[kind] : 0));
  });

  test('the parts make the sum', () => {
    const dollars = cellsOf(kind).map((cell) => Number(cell.replace(/[$–]/g, '')));
    const parts = dollars.slice(0, -2).reduce((sum, part) => sum + part, 0);
    // Each part is rounded to a cent.
    expect(Math.abs(parts - (dollars.at(-2) ?? 0))).toBeLessThanOrEqual(0.02);
  });
});

test('the compute and the logs of a task are those of its assumptions', () => {
  const [, computed = '', logged = ''] =
    /A task: 0.63 × 3.46 \+ 4 is (.*?) starts\..*?A task: (.*?)\. /.exec(oneLine(section)) ?? [];
  const [ms = 0, startMs = 0] = figures(computed);
  const [log = 0, accessLog = 0, lines = 0, lineBytes = 0] = figures(logged);
  const gigabyteSeconds = ((ms + startMs) / 1000) * 0.5;
  const bytes = log + accessLog + lines * lineBytes;
  const [, compute, , logs] = cellsOf('task');
  expect(compute).toBe(show(priceOf('Lambda request') + gigabyteSeconds * priceOf('Lambda duration')));
  expect(logs).toBe(show((bytes / 1000) * priceOf('CloudWatch logs')));
});

test('the managed services cost what their prices make', () => {
  const task = priceOf('HTTP API call') + priceOf('DynamoDB write unit');
  const standard = task + 2 * priceOf('Step Functions transition');
  const express =
    task + priceOf('Step Functions request') + 0.1 * (64 / 1024) * priceOf('Step Functions duration');
  const compute = priceOf('Lambda request') + 0.007 * 0.5 * priceOf('Lambda duration');
  const operations = 2 * priceOf('Lambda durable operation') + priceOf('Lambda durable write');
  const durable = priceOf('HTTP API call') + compute + operations;
  const [, text = ''] =
    /a million tasks cost at least (.*?) with Lambda durable/.exec(oneLine(section)) ?? [];
  expect(text.match(/\$[\d.]+/g)).toEqual([standard, express, durable].map(show));
});

test('a reminder of the past costs the reads of the text', async () => {
  const store = await startDynalite();
  const service = await startService({ store });
  const answer = await service.send(reminderRequest({ payload: { time: '2020-01-01T00:00:00Z' } }));
  const line = service.linesOf(answer).at(-1) ?? {};
  await store.stop();
  const [, code, text = ''] = /\(`(\w+)`: (\w+) read unit/.exec(oneLine(section)) ?? [];
  expect(line).toMatchObject({ error_code: code });
  expect(figures(text)).toEqual([line['store_calls']]);
});

test('the costs of a month count the alarms, and the metrics of the filters', () => {
  const [, text = ''] = /Each month a stage costs(.*?)hours/.exec(oneLine(section)) ?? [];
  const metrics = resourcesOf('AWS::Logs::MetricFilter').map(
    ([, { MetricTransformations: made }]) => (made as readonly { readonly Dimensions?: unknown }[])[0],
  );
  const outcomes = ['EXECUTION_SUCCESS', 'EXECUTION_REPLAYED', 'EXECUTION_FAILED'];
  expect(figures(text)).toEqual([
    resourcesOf('AWS::CloudWatch::Alarm').length,
    resourcesOf('AWS::CloudWatch::Dashboard').length,
    // "at most one for each action and outcome"
    1,
    Object.keys(actionTable).length * outcomes.length,
    metrics.filter((metric) => metric?.Dimensions === undefined).length,
  ]);
});
