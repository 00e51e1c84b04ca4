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
