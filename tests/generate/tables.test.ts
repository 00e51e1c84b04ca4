// Compares the generated table of failures with one that is written by hand, and generated files with their schemas.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import type { VariableSchema } from '../../lib/adapters/adapter-module.ts';
import { callableUrl } from '../../lib/adapters/callable-url.ts';
import { record } from '../../lib/adapters/record.ts';
import { actionTable, failures } from '../../lib/generated/tables.ts';
import { readContract } from '../../scripts/generate/contract.ts';
import { generateTables } from '../../scripts/generate/tables.ts';
import { errorTable } from '../contract/error-table.ts';

test('the failures, their statuses and whether a retry may help are those of tests/contract/error-table.ts', () => {
  const generated = Object.entries(failures).map(([code, { status, retryable }]) => [
    code,
    [status, retryable],
  ]);
  expect(Object.fromEntries(generated)).toEqual(errorTable);
});

test('a failure is worth a retry exactly when its status says so', () => {
  const retryable = Object.values(failures).filter((row) => row.retryable);
  expect(new Set(retryable.map(({ status }) => status))).toEqual(new Set([409, 503, 504]));
  const final = Object.values(failures).filter((row) => !row.retryable);
  expect(final.filter(({ status }) => [409, 503, 504].includes(status))).toEqual([]);
});

test('every failure has a message, and none names a part of the service', () => {
  for (const { message } of Object.values(failures)) {
    expect(message).toMatch(/^[a-z].{10,}[^.]$/);
    expect(message).not.toMatch(/dynamo|lambda|schedule|aws|table|exception/i);
  }
});

test('every schema of the service is a file with a title and an id that is its path', () => {
  const actions = Object.keys(actionTable).map((type) => `actions/${type}`);
  for (const name of ['request', 'response', 'common', ...actions]) {
    const file = `${name}.schema.json`;
    const schema = JSON.parse(readFileSync(`schemas/${file}`, 'utf8')) as { $id: string; title: string };
    expect(schema.$id).toBe(file);
    expect(schema.title).not.toBe('');
  }
});

test('a pattern that has another message in another place is refused, because messages are found by their pattern', () => {
  const url: VariableSchema = {
    ...callableUrl,
    'x-pattern-message': 'must be a URL',
    description: 'Where it is.',
  };
  const module = { ...record, variables: { required: [], properties: { PRACTICE_URL: url } } };
  const contract = readContract();
  const generate = () => generateTables({ ...contract, adapters: [...contract.adapters, module] });
  expect(generate).toThrow('has two messages: "must be an https URL, or');
});

test('no generated file differs from its schemas', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/generate/main.ts', '--check'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
}, 60_000);
