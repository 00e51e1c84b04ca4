// Owns: what may be typed, and what is said of the rest.
import { expect, test } from '@jest/globals';
import { readOptions } from '../../scripts/trace/options.ts';
import { trace } from './terminal.ts';

const see = ' See npm run trace -- --help.\n';

test('a trace_id alone asks this laptop about the last day', () => {
  expect(readOptions(['task-001'])).toEqual({
    traceId: 'task-001',
    stage: undefined,
    region: undefined,
    since: { ms: 86_400_000, text: 'the last 24 h' },
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
    since: { ms: 1_800_000, text: 'the last 30 m' },
    json: true,
    values: true,
  });
  expect(readOptions(['x', '--since', '7d'])?.since).toEqual({ ms: 604_800_000, text: 'the last 7 d' });
});

test.each([
  [[], 'Which trace_id?'],
  [['a', 'b'], 'One trace_id at a time.'],
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
    '--since cannot be "24"; it is a number with m, h or d: 30m, 24h, 7d (at most 366d).',
  ],
  [
    ['a', '--since', '0h'],
    '--since cannot be "0h"; it is a number with m, h or d: 30m, 24h, 7d (at most 366d).',
  ],
  [
    ['a', '--since', '400d'],
    '--since cannot be "400d"; it is a number with m, h or d: 30m, 24h, 7d (at most 366d).',
  ],
  [['a', '--stage', '../b'], '--stage cannot be "../b"; it is a name such as dev or prod.'],
  [['a', '--region', 'Frankfurt'], '--region cannot be "Frankfurt"; it is a name such as eu-central-1.'],
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
