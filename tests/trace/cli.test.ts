// Tests what may be typed, and what is answered to the rest.
import { expect, test } from '@jest/globals';
import { readOptions } from '../../scripts/trace/cli.ts';
import { trace } from './harness.ts';

const see = ' See npm run trace -- --help.\n';

test('a trace_id alone asks the local server about the last day', () => {
  expect(readOptions(['task-001'])).toEqual({
    traceId: 'task-001',
    stage: undefined,
    region: undefined,
    sinceMs: 86_400_000,
    json: false,
    values: false,
  });
});

test('every option is read', () => {
  const typed = [
    '--stage',
    'prod',
    '--since',
    '30m',
    '--json',
    '--values',
    '--region',
    'us-gov-west-1',
    'req_1',
  ];
  expect(readOptions(typed)).toEqual({
    traceId: 'req_1',
    stage: 'prod',
    region: 'us-gov-west-1',
    sinceMs: 1_800_000,
    json: true,
    values: true,
  });
  expect(readOptions(['x', '--since', '7d'])?.sinceMs).toBe(604_800_000);
});

test.each([
  [[], 'Give one trace_id.'],
  [['a', 'b'], 'Give one trace_id.'],
  [
    ['_a'],
    '"_a" is no trace_id: that is 1 to 128 characters, of letters, digits and . _ : @ = + / -, beginning with a letter or digit.',
  ],
  [
    ['a" | stats count(*)'],
    '"a\\" | stats count(*)" is no trace_id: that is 1 to 128 characters, of letters, digits and . _ : @ = + / -, beginning with a letter or digit.',
  ],
  [
    ['a', '--since', '24'],
    '--since cannot be "24"; it is a number with m, h or d, at most 366d: 30m, 24h, 7d.',
  ],
  [
    ['a', '--since', '0h'],
    '--since cannot be "0h"; it is a number with m, h or d, at most 366d: 30m, 24h, 7d.',
  ],
  [
    ['a', '--since', '400d'],
    '--since cannot be "400d"; it is a number with m, h or d, at most 366d: 30m, 24h, 7d.',
  ],
  [['a', '--stage', '../b'], '--stage cannot be "../b"; it is a name: dev, prod.'],
  [['a', '--region', 'Frankfurt'], '--region cannot be "Frankfurt"; it is a name: eu-central-1.'],
  [['a', '--loud'], "Unknown option '--loud'."],
  [['a', '--stage'], "Option '--stage <value>' argument missing."],
])('%j is refused in one sentence, with exit code 2', async (args, sentence) => {
  expect(await trace(args)).toEqual({ exitCode: 2, stdout: '', stderr: sentence + see });
});

test('help is given when it is asked for', async () => {
  const { exitCode, stdout, stderr } = await trace(['--help']);
  expect([exitCode, stderr]).toEqual([0, '']);
  expect(stdout).toContain('npm run trace -- <trace_id> [--stage dev] [--since 24h] [--json] [--values]');
});
