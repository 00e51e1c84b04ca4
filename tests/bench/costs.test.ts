// Compares what the runbook says an execution costs with the requests that the bench allows and the prices of bench/README.md.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { budgets } from '../../bench/budgets.ts';
import { cells, entry, figures } from '../support/runbook.ts';

const heading = 'What an execution costs';
const page = readFileSync(join(import.meta.dirname, '../../bench/README.md'), 'utf8');

function priceOf(name: string): number {
  const [, dollars] = new RegExp(`^\\| ${name} \\| ([\\d.]+) \\|`, 'm').exec(page) ?? [];
  if (dollars === undefined) throw new Error(`bench/README.md has no price ${name}`);
  return Number(dollars);
}

const show = (dollars: number): string => (dollars === 0 ? '–' : `$${dollars.toFixed(2)}`);
const kinds = ['task', 'reminder', 'delivery', 'replay', 'skip'] as const;

test('the prices in the text of the runbook are those of the table', () => {
  const [, text = ''] = /One task is ([\s\S]*?) and its\s+log\./.exec(entry(heading)) ?? [];
  const prices = [...text.matchAll(/\$([\d.]+)/g)].map(([, dollars]) => Number(dollars));
  expect(prices).toEqual(['HTTP API call', 'Lambda request', 'DynamoDB write unit'].map(priceOf));
});

test('the text counts the writes and the publish of a delivery', () => {
  const [, text = ''] =
    /one Lambda request, (\w+ write units \(.*?\), one publish \(.*?\))/.exec(entry(heading)) ?? [];
  expect(figures(text)).toEqual([budgets.requests.delivery, 1, priceOf('SNS publish')]);
});

describe.each(kinds)('of a million executions of the kind %s', (kind) => {
  const [api, , store, , topic] = cells(heading, kind);

  test('the store costs the counted requests', () => {
    expect(store).toBe(show(budgets.requests[kind] * priceOf('DynamoDB write unit')));
  });

  test('the API, the scheduler and the topic cost one call each', () => {
    const calls = { reminder: priceOf('Scheduler invocation'), delivery: priceOf('SNS publish') };
    expect(api).toBe(show(kind === 'delivery' ? 0 : priceOf('HTTP API call')));
    expect(topic).toBe(show(kind === 'reminder' || kind === 'delivery' ? calls[kind] : 0));
  });

  test('the parts make the sum', () => {
    const dollars = cells(heading, kind).map((cell) => Number(cell.replace(/[$–]/g, '')));
    const parts = dollars.slice(0, -2).reduce((sum, part) => sum + part, 0);
    // Each part is rounded to a cent.
    expect(Math.abs(parts - (dollars.at(-2) ?? 0))).toBeLessThanOrEqual(0.02);
  });
});
