import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startFunction, type LocalFunction } from '../../scripts/local/function.ts';

const folder = mkdtempSync(join(tmpdir(), 'function-'));
const bundle = join(folder, 'handler.cjs');
const mark = join(folder, 'mark');
let printed: (readonly unknown[])[] = [];
let failures: (readonly unknown[])[] = [];
let running: LocalFunction;

beforeAll(async () => {
  writeFileSync(
    bundle,
    `let calls = 0;
    exports.handler = async ({ body }, context) => {
      calls += 1;
      if (body === 'exit') process.exit(3);
      if (body === 'throw') throw new TypeError('no');
      if (body === 'hang') await new Promise(() => undefined);
      if (body === 'stdout' || body === 'stderr') {
        process[body].write('a line, ');
        require('node:fs').writeFileSync(process.env.MARK, '');
        await new Promise((written) => process[body].write('and its end\\n', written));
      }
      if (body === 'hex') process.stdout.write('68690a', 'hex');
      if (body === 'number') process.stdout.write(5);
      if (body === 'cycle') { const value = {}; value.value = value; return value; }
      if (body === 'function') return { statusCode: 200, dropped: () => undefined };
      return { calls, left: context.getRemainingTimeInMillis(), id: context.awsRequestId, secret: process.env.HOME, given: process.env.GIVEN };
    };`,
  );
  running = await startFunction({
    bundle,
    env: { GIVEN: 'yes', MARK: mark },
    timeoutMs: 1_000,
    openOutput: (name) => ({
      write: (piece) => printed.push([name, Buffer.from(piece).toString(), existsSync(mark)]),
      end: () => undefined,
    }),
    onFailure: (...failure) => failures.push(failure),
  });
});
afterAll(async () => {
  await running.close();
  rmSync(folder, { recursive: true });
});
beforeEach(() => {
  failures = [];
  printed = [];
});

async function invoke(body: string) {
  return await running.invoke({ body });
}

test('a call returns what the handler returns; the handler gets a new request id and the remaining time', async () => {
  const [first, second] = await Promise.all([invoke(''), invoke('')]);
  const value = { calls: 1, left: expect.any(Number), id: expect.any(String), given: 'yes' };
  expect([first, second]).toEqual([
    { kind: 'returned', value },
    { kind: 'returned', value: { ...value, calls: 2 } },
  ]);
  const { left, id } = (first as { value: { left: number; id: string } }).value;
  expect(left).toBeGreaterThan(0);
  expect(left).toBeLessThanOrEqual(1_000);
  expect(id).not.toBe((second as { value: { id: string } }).value.id);
});

test('what cannot be written as JSON is dropped from an answer, as on Lambda', async () => {
  expect(await invoke('function')).toEqual({ kind: 'returned', value: { statusCode: 200 } });
});

test.each([
  ['throw', expect.objectContaining({ name: 'TypeError', message: 'no' })],
  ['cycle', expect.objectContaining({ name: 'TypeError' })],
])('a handler that must %s fails its call, and the failure says why', async (body, error) => {
  expect(await invoke(body)).toEqual({ kind: 'failed' });
  expect(failures).toEqual([['FUNCTION_FAILED', expect.any(String), error]]);
});

test('a handler that hangs is stopped at its time limit', async () => {
  expect(await invoke('hang')).toEqual({ kind: 'timed-out' });
  expect(failures).toEqual([['FUNCTION_TIMED_OUT', expect.any(String)]]);
});

test('a handler that ends its process fails its call, and the next call starts a new one', async () => {
  expect(await invoke('exit')).toEqual({ kind: 'failed' });
  expect(await invoke('')).toEqual({ kind: 'returned', value: expect.objectContaining({ calls: 1 }) });
});

test.each(['stdout', 'stderr'])(
  'what a handler prints to %s is here before the handler goes on',
  async (name) => {
    rmSync(mark, { force: true });
    const invoked = invoke(name);
    await Promise.resolve();
    await Promise.resolve();
    // The thread has its call, and time to continue while nobody reads its output.
    for (const until = Date.now() + 300; Date.now() < until;);
    expect(printed).toEqual([]);
    expect(await invoked).toEqual({ kind: 'returned', value: expect.anything() });
    expect(printed).toEqual([
      [name, 'a line, ', false],
      [name, 'and its end\n', true],
    ]);
  },
);

test('output is decoded by its encoding, and output that is neither text nor bytes throws in the handler', async () => {
  expect(await invoke('hex')).toEqual({ kind: 'returned', value: expect.anything() });
  expect(printed).toEqual([['stdout', 'hi\n', expect.anything()]]);
  expect(await invoke('number')).toEqual({ kind: 'failed' });
  expect(failures).toEqual([
    [expect.any(String), expect.any(String), expect.objectContaining({ name: 'TypeError' })],
  ]);
});
